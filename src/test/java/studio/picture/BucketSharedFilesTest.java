package studio.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.picture.SharedFiles.Kind;
import studio.picture.bucket.BucketSettings;
import studio.picture.bucket.PictureStores;
import studio.picture.bucket.S3Server;
import studio.settings.FolderSettings;
import studio.settings.TestSettings;

/** Of processes with a bucket, by a real server. */
class BucketSharedFilesTest extends SharedFilesContract {
    private static S3Server server;
    private static int tests;

    private String prefix;

    @BeforeAll
    static void startServer(@TempDir Path objects) throws IOException {
        server = new S3Server(objects);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    @Override
    void open() throws IOException {
        prefix = "studio" + tests++;
        super.open();
    }

    @Override
    SharedFiles open(String process) {
        Map<String, String> environment = new HashMap<>(server.environment());
        environment.put("STUDIO_DATABASE_URL", "postgresql://u:p@localhost/d");
        environment.put("STUDIO_S3_PREFIX", prefix);
        FolderSettings folders = TestSettings.folders(root.resolve(process), environment);
        return PictureStores.files(
                folders, PictureStores.open(folders, TestSettings.of(BucketSettings.class, environment)));
    }

    @Test
    void theyAreHiddenBesideThePictures() throws Exception {
        here.keep(Kind.INPUT, "a.png", file("x"));
        here.keep(Kind.TEMPLATE, "b", file("x"));

        assertThat(server.keys()).contains(prefix + "/.inputs/a.png", prefix + "/.templates/b");
        assertThat(root.resolve("here/data/inputs/a.png")).hasContent("x");
    }

    @Test
    void withoutTheBucketNothingIsKeptAndWhatWasReadHereIsStillRead() throws Exception {
        here.keep(Kind.INPUT, "a", file("x"));
        assertThat(there.find(Kind.INPUT, "a")).isPresent();
        here.keep(Kind.INPUT, "b", file("x"));
        Path received = file("y");
        server.stop();
        try {
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> here.keep(Kind.INPUT, "c", received));
            assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> there.find(Kind.INPUT, "b"));
            assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> there.look(Kind.INPUT, "c"));
            assertThat(there.find(Kind.INPUT, "a").orElseThrow()).hasContent("x");
        } finally {
            server.start();
        }
        assertThat(here.look(Kind.INPUT, "c")).isEmpty();
        assertThat(there.find(Kind.INPUT, "b").orElseThrow()).hasContent("x");
        assertThat(Files.exists(received)).isTrue();
    }
}
