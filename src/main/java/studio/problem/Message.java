package studio.problem;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A sentence for people, by its key in {@code messages_*.properties} and what stands in it. It is kept in this form, also in the
 * database, and becomes text where a language is known.
 *
 * @param arguments texts, messages, and lists of both, which are joined as the language does it
 */
@RegisterForReflection
public record Message(String key, List<Object> arguments) {

    /** Patterns of {@link MessageFormat}, in which an apostrophe is written twice; read when the first sentence is made. */
    private static final class Patterns {
        static final Map<Language, Properties> ALL =
                Stream.of(Language.values()).collect(Collectors.toMap(language -> language, Patterns::read));

        private static Properties read(Language language) {
            String file = "/messages_" + Locale.forLanguageTag(language.tag()).getLanguage() + ".properties";
            Properties patterns = new Properties();
            try (Reader text = new InputStreamReader(
                    Objects.requireNonNull(Message.class.getResourceAsStream(file), file), StandardCharsets.UTF_8)) {
                patterns.load(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return patterns;
        }
    }

    public Message {
        // Nothing is written for an empty list.
        arguments = arguments == null
                ? List.of()
                : arguments.stream().map(Message::argument).toList();
    }

    /** @param arguments for {@code {0}}, {@code {1}}, …; messages and collections as such, everything else as its text */
    public static Message of(String key, @Nullable Object... arguments) {
        return new Message(key, Arrays.asList(arguments));
    }

    /** One sentence behind the other. */
    public Message followedBy(Message next) {
        return of("text.two_sentences", this, next);
    }

    /** Of texts that come with their languages, for example from a file of models. */
    public static Message verbatim(String chinese, String english) {
        return of("text.verbatim", chinese, english);
    }

    /** The sentence; its key when that is of another version, which a stored message may be. A test checks every key in the code. */
    public String in(Language language) {
        Properties patterns = Objects.requireNonNull(Patterns.ALL.get(language));
        String pattern = patterns.getProperty(key);
        return pattern == null
                ? key
                : new MessageFormat(pattern, Locale.ROOT)
                        .format(arguments.stream()
                                .map(argument -> text(argument, language, patterns))
                                .toArray());
    }

    private static String text(Object argument, Language language, Properties patterns) {
        return switch (argument) {
            case Message message -> message.in(language);
            case List<?> list ->
                list.stream()
                        .map(item -> text(item, language, patterns))
                        .collect(Collectors.joining(patterns.getProperty("text.comma")));
            default -> argument.toString();
        };
    }

    private static Object argument(@Nullable Object value) {
        return switch (value) {
            case Message message -> message;
            // As it is read from JSON.
            case Map<?, ?> json ->
                new Message(
                        String.valueOf(json.get("key")),
                        json.get("arguments") instanceof List<?> list ? new ArrayList<>(list) : List.of());
            case Collection<?> items -> items.stream().map(Message::argument).toList();
            case null, default -> String.valueOf(value);
        };
    }
}
