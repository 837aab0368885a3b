package studio.app.command;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What follows a command's word.
 *
 * @param file the one argument that is no option; null when there is none
 */
record Arguments(@Nullable String file, Set<String> options) {

    /** The arguments make no sense; the message says why. */
    static final class MisusedException extends Exception {
        MisusedException(String message) {
            super(message);
        }
    }

    /** @throws MisusedException for options that the command does not have, and for more than one file */
    static Arguments of(List<String> words, boolean wantsFile, String... known) throws MisusedException {
        Set<String> options = new HashSet<>();
        String file = null;
        for (String word : words) {
            if (word.startsWith("--")) {
                if (!List.of(known).contains(word)) {
                    throw new MisusedException("? " + word);
                }
                options.add(word);
            } else if (file == null && wantsFile) {
                file = word;
            } else {
                throw new MisusedException("? " + word);
            }
        }
        if (wantsFile && file == null) {
            throw new MisusedException("FILE ?");
        }
        return new Arguments(file, options);
    }

    boolean has(String option) {
        return options.contains(option);
    }
}
