package studio.problem;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sentence for people, by its key in {@code messages_*.properties} and what stands in it. It is kept in this form, also in the
 * database, and becomes text where a language is known.
 *
 * @param arguments texts, messages, and lists of both, which are joined as the language does it
 */
@RegisterForReflection
public record Message(String key, List<Object> arguments) {

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

    public String in(Language language) {
        return Messages.of(language).render(this);
    }

    private static Message ofJson(Map<?, ?> map) {
        List<?> arguments = map.get("arguments") instanceof List<?> list ? list : List.of();
        return new Message(
                String.valueOf(map.get("key")),
                arguments.stream().map(Message::argument).toList());
    }

    private static Object argument(@Nullable Object value) {
        return switch (value) {
            case Message message -> message;
            // As it is read from JSON.
            case Map<?, ?> map -> ofJson(map);
            case Collection<?> list -> {
                List<Object> items = new ArrayList<>();
                list.forEach(item -> items.add(argument(item)));
                yield List.copyOf(items);
            }
            case null, default -> String.valueOf(value);
        };
    }
}
