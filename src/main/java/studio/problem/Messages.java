package studio.problem;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The sentences of one language, from {@code messages_*.properties} on the class path: patterns of {@link MessageFormat}, in which
 * an apostrophe is written twice.
 */
final class Messages {
    private static final Map<Language, Messages> ALL = new EnumMap<>(Language.class);

    static {
        for (Language language : Language.values()) {
            ALL.put(language, new Messages(language));
        }
    }

    private final Properties patterns = new Properties();

    private Messages(Language language) {
        String file = "/messages_" + Locale.forLanguageTag(language.tag()).getLanguage() + ".properties";
        try (Reader text = new InputStreamReader(
                Objects.requireNonNull(Messages.class.getResourceAsStream(file), file), StandardCharsets.UTF_8)) {
            patterns.load(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Messages of(Language language) {
        return Objects.requireNonNull(ALL.get(language));
    }

    /** A key of another version, from a stored message, is shown as it is; a test looks at every key in the code. */
    String render(Message message) {
        String pattern = patterns.getProperty(message.key());
        if (pattern == null) {
            return message.key();
        }
        Object[] arguments = message.arguments().stream().map(this::text).toArray();
        return new MessageFormat(pattern, Locale.ROOT).format(arguments);
    }

    private String text(Object argument) {
        return switch (argument) {
            case Message message -> render(message);
            case List<?> list ->
                list.stream().map(this::text).collect(Collectors.joining(patterns.getProperty("text.comma")));
            default -> argument.toString();
        };
    }
}
