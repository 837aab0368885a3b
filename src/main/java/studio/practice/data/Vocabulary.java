package studio.practice.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One file of names and values. */
public final class Vocabulary {
    private static final Pattern NAME = Pattern.compile("@([a-z]+)");

    private final Properties values = new Properties();

    /** @param name of the file in the class path, between {@code practice-} and its ending */
    public Vocabulary(String name) {
        try (InputStream in = Vocabulary.class.getResourceAsStream("/practice-" + name + ".properties")) {
            values.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value of the first of these names that has one; empty when none has. */
    public String first(String... names) {
        for (String name : names) {
            if (values.containsKey(name)) {
                return values.getProperty(name);
            }
        }
        return "";
    }

    /** A text with these values in the place of their names, which begin with {@code @}. */
    public static String fill(String template, Map<String, String> values) {
        return NAME.matcher(template)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }

    /** The words of a value. */
    public String[] words(String name) {
        return first(name).split(" ", -1);
    }
}
