package studio.picture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A picture as a file of this machine, for what probes, decodes and compares files. Closing it removes a copy that was made for it;
 * the file itself is not to be changed.
 *
 * @param copy whether the file was made for the caller alone
 */
public record LocalPicture(Path path, boolean copy) implements Closeable {
    @Override
    public void close() throws IOException {
        if (copy) {
            Files.deleteIfExists(path);
        }
    }
}
