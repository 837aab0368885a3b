package studio.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.compression.Brotli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.storage.DatabaseFile;

class TemporaryFolderTest {
    private static final int KILLED = 9;

    @TempDir
    Path temp;

    /** A server as far as it loads libraries, which then ends without another step. */
    static final class KilledServer {
        private KilledServer() {}

        public static void main(String[] arguments) throws IOException {
            Main.withoutBrotli();
            boolean works = DatabaseFile.searchWorks() && !Brotli.isAvailable();
            Runtime.getRuntime().halt(works ? KILLED : 1);
        }
    }

    @Test
    void aKilledServerUnpacksNothingThatLiesBesideIt() throws Exception {
        assertThat(Path.of("target/sqlite")).isDirectory();
        assertThat(run(System.getProperty("java.class.path"))).isEqualTo(KILLED);
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void aKilledServerLeavesNothingThatItHasUnpacked(@TempDir Path elsewhere) throws Exception {
        Path left = Files.createDirectory(temp.resolve("image-studio-sqlite-of-one-killed-in-between"));
        Files.createFile(left.resolve("sqlite-libsqlitejdbc.so"));
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        Path classes = Path.of("target/classes").toAbsolutePath();
        FileUtils.copyDirectory(
                classes.resolve("studio").toFile(), elsewhere.resolve("studio").toFile());

        assertThat(run(System.getProperty("java.class.path").replace(classes.toString(), elsewhere.toString())))
                .isEqualTo(KILLED);
        assertThat(temp).isEmptyDirectory();
    }

    private int run(String classPath) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temp,
                        "-XX:-UsePerfData",
                        "-cp",
                        classPath,
                        KilledServer.class.getName()))
                .inheritIO()
                .start()
                .waitFor();
    }
}
