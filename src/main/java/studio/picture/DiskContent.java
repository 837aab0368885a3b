package studio.picture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A picture that is a file of this machine: served by the kernel without a copy, and decoded where it lies. */
public record DiskContent(Path file) implements StoredPicture.Content {
    @Override
    public InputStream open() throws IOException {
        return Files.newInputStream(file);
    }

    @Override
    public LocalPicture local() {
        return new LocalPicture(file, false);
    }
}
