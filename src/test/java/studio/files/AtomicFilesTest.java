package studio.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @TempDir
    Path folder;

    @Test
    void aFileIsReplacedAndBelongsToItsOwnerAlone() throws Exception {
        Path file = folder.resolve("a.json");
        AtomicFiles.write(file, "old".getBytes(UTF_8));
        AtomicFiles.write(file, out -> out.write("new".getBytes(UTF_8)));

        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(listing()).containsExactly("a.json");
    }

    @Test
    void aWriteThatFailsHalfWayLeavesTheOldFileAndNoLitter() throws Exception {
        Path file = folder.resolve("a.json");
        AtomicFiles.write(file, "old".getBytes(UTF_8));

        assertThatThrownBy(() -> AtomicFiles.write(file, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");

        assertThat(file).hasContent("old");
        assertThat(listing()).containsExactly("a.json");
    }

    @Test
    void anInterruptDoesNotTearASave() throws Exception {
        Path finished = folder.resolve("finished");
        Path file = folder.resolve("a.bin");
        Thread.currentThread().interrupt();
        try {
            AtomicFiles.write(finished, new byte[100_000]);
            AtomicFiles.moveIntoPlace(finished, file);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(file).hasSize(100_000);
        assertThat(listing()).containsExactly("a.bin");
    }

    @Test
    void aMoveToAnotherFileSystemArrivesWhole() throws Exception {
        Path memory = Path.of("/dev/shm");
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Files.isWritable(memory) && !Files.getFileStore(memory).equals(Files.getFileStore(folder)));
        Path source = Files.createTempFile(memory, "studio", ".bin");
        Files.write(source, new byte[70_000]);

        AtomicFiles.moveIntoPlace(source, folder.resolve("b.bin"));

        assertThat(folder.resolve("b.bin")).hasSize(70_000);
        assertThat(source).doesNotExist();
    }

    private Stream<String> listing() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
