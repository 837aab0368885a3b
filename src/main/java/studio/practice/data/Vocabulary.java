package studio.practice.data;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One file of names and values. */
public final class Vocabulary {
    private static final Pattern NAME = Pattern.compile("@([a-z]+)");

    private final Properties values = new Properties();

    /** @param name of the file in the class path, between {@code practice-} and its ending */
    public Vocabulary(String name) {
        try (InputStream in = Vocabulary.class.getResourceAsStream("/practice-" + name + ".properties")) {
            values.load(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
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

    /** A text with values in the place of their names, which start with {@code @}. */
    public static String fill(String template, UnaryOperator<String> values) {
        return NAME.matcher(template).replaceAll(found -> Matcher.quoteReplacement(values.apply(found.group(1))));
    }

    /** A text as a string of JSON. */
    public static String json(@Nullable String text) {
        return text == null
                ? "null"
                : '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /** The words of a value. */
    public List<String> words(String name) {
        return first(name).isEmpty() ? List.of() : List.of(first(name).split(" +", -1));
    }
}
