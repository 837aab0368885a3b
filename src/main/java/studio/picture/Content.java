package studio.picture;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a stored picture. How they are served best depends on where they are, so what serves them switches over the
 * permitted types.
 */
public sealed interface Content permits DiskContent {

    /** @throws java.io.FileNotFoundException or another I/O exception when the file has gone since it was looked up */
    InputStream open() throws IOException;
}
