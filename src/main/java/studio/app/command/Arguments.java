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

    /** @throws UsageException for options that the command does not have, and for more than one file */
    static Arguments of(List<String> words, boolean wantsFile, String... known) throws UsageException {
        Set<String> options = new HashSet<>();
        String file = null;
        for (String word : words) {
            if (word.startsWith("--")) {
                if (!List.of(known).contains(word)) {
                    throw new UsageException("? " + word);
                }
                options.add(word);
            } else if (file == null && wantsFile) {
                file = word;
            } else {
                throw new UsageException("? " + word);
            }
        }
        if (wantsFile && file == null) {
            throw new UsageException("FILE ?");
        }
        return new Arguments(file, options);
    }

    boolean has(String option) {
        return options.contains(option);
    }
}
