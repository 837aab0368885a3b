package studio.config;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;

/**
 * What people type, paste or mount as a key of an upstream. A key goes out as it is or not at all: only what stands around it
 * is taken off. Keys are visible ASCII, since HTTP fields (RFC 9110, section 5.5) carry nothing else reliably.
 */
public final class ApiKeys {
    private static final Pattern SCHEME = Pattern.compile("(?i)(?:bearer\\s+)+");

    private ApiKeys() {}

    /** Without blanks, line ends and invisible characters at the ends, and without the {@code Bearer} of a copied header. */
    public static String clean(String typed) {
        String key = ForeignCharacters.strip(typed, ForeignCharacters::blank);
        var scheme = SCHEME.matcher(key);
        return scheme.lookingAt()
                ? ForeignCharacters.strip(key.substring(scheme.end()), ForeignCharacters::blank)
                : key;
    }

    /** What is wrong with a clean key, as the end of a sentence that starts with its name; null when nothing is. */
    public static @Nullable Message fault(String key) {
        Optional<Integer> foreign = key.codePoints()
                .filter(c -> c > '~' || (c < ' ' && !Character.isWhitespace(c)))
                .boxed()
                .findFirst();
        if (foreign.isPresent()) {
            String name = ForeignCharacters.name(foreign.get());
            return Message.of("config.key_character", name);
        }
        boolean blanks = key.chars().anyMatch(Character::isWhitespace);
        return blanks ? Message.of("config.key_spaces") : null;
    }
}
