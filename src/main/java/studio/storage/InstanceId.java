package studio.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import studio.files.AtomicFiles;

/** The id by which other instances know a data folder. */
public final class InstanceId {
    private static final String NAME = "instance.id";
    private static final Pattern FORM = Pattern.compile("[0-9a-f-]{36}");

    private InstanceId() {}

    /** Whether the name is that of an id's file. */
    public static boolean isFile(Path file) {
        return file.endsWith(NAME);
    }

    /** Reads the id, and makes one where there is none or what is there is none. Of who holds the folder's {@link InstanceLock}. */
    public static String of(Path dataFolder) {
        Path file = dataFolder.resolve(NAME);
        try {
            String kept = read(file);
            if (FORM.matcher(kept).matches()) {
                return kept;
            }
            String made = new Ids().next();
            AtomicFiles.write(file, (made + "\n").getBytes(StandardCharsets.UTF_8));
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use " + file.toAbsolutePath(), e);
        }
    }

    private static String read(Path file) throws IOException {
        try {
            // Of a file that something else has written, no more than shows that it is none of ours.
            return Files.size(file) > 100
                    ? ""
                    : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
