package studio.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;

/** What an archive may hold, by name. No name leads out of the folder that it is unpacked into. */
final class ArchiveNames {
    static final String MANIFEST = "manifest.json";
    static final String CONFIG = "config/app.config.json";
    static final String DATABASE = "data/studio.db";
    static final String INPUTS = "data/inputs/";
    static final String ANSWERS = "data/tmp/";
    static final String GALLERY = "gallery/";
    static final String MISSING = "missing.txt";
    static final String SUMS = "SHA256SUMS";

    private static final int LONGEST_NAME = 255;

    /** The plain name of a visible file. */
    private static final String PLAIN = "[^./\\\\\\p{Cntrl}][^/\\\\\\p{Cntrl}]*";

    private static final Pattern KNOWN = Pattern.compile("config/app\\.config\\.json"
            + "|data/(studio\\.db|gallery\\.json|tasks\\.json|inputs/" + PLAIN + "|tmp/" + PLAIN + "/" + PLAIN + "/"
            + PLAIN + ")"
            + "|gallery/(\\.trash/)?(thumbnails/|previews/)?" + PLAIN
            + "|missing\\.txt");

    private ArchiveNames() {}

    /** Whether it is the name of a file that the studio keeps. */
    static boolean known(String name) {
        if (!KNOWN.matcher(name).matches() || !UTF_8.newEncoder().canEncode(name)) {
            return false;
        }
        for (String part : name.split("/", -1)) {
            if (part.getBytes(UTF_8).length > LONGEST_NAME) {
                return false;
            }
        }
        return true;
    }
}
