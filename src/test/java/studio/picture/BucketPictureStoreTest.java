package studio.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.picture.bucket.BucketSettings;
import studio.picture.bucket.PictureStores;
import studio.picture.bucket.S3Server;
import studio.settings.TestSettings;

/** What every store does, by a real server. */
class BucketPictureStoreTest extends PictureStoreContract {
    private static S3Server server;
    private static int stores;

    @TempDir
    Path folder;

    @BeforeAll
    static void startServer(@TempDir Path objects) throws IOException {
        server = new S3Server(objects);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    /** Each in a folder of the bucket. */
    @Override
    PictureStore create() {
        Map<String, String> environment = new HashMap<>(server.environment());
        environment.put("STUDIO_S3_PREFIX", "/studio/" + stores++ + "/");
        return PictureStores.open(
                TestSettings.folders(folder, environment), TestSettings.of(BucketSettings.class, environment));
    }

    @Test
    void objectsAreNamedAsTheFilesOfTheGallery() throws Exception {
        for (PictureKey key : PictureKey.all("a.png", "a.png")) {
            store.put(key, text("x"));
            store.put(key.inTrash(), text("x"));
        }
        String prefix = "studio/" + (stores - 1) + "/";
        assertThat(server.keys())
                .contains(
                        prefix + "a.png",
                        prefix + "thumbnails/thumb-a.png",
                        prefix + "previews/a.png",
                        prefix + ".trash/a.png",
                        prefix + ".trash/thumbnails/thumb-a.png",
                        prefix + ".trash/previews/a.png");
    }

    @Test
    void nothingOfThemIsLeftOnThisDiskButCopiesOfSmallOnes() throws Exception {
        store.put(KEY, text("x"));
        store.put(PictureKey.thumbnail("a.png"), text("small"));

        try (var files = Files.walk(folder.resolve("data/bucket"))) {
            assertThat(files.filter(Files::isRegularFile)).singleElement().satisfies(file -> assertThat(file)
                    .hasContent("small"));
        }
    }

    @Test
    void aPartIsReadWithoutTheRest() throws Exception {
        store.put(KEY, text("0123456789"));
        RemoteContent content = (RemoteContent) store.find(KEY).orElseThrow().content();

        try (InputStream part = content.open(3, 4)) {
            assertThat(part).hasContent("3456");
        }
        try (InputStream last = content.open(9, 1)) {
            assertThat(last).hasContent("9");
        }
    }

    @Test
    void aLargeFileGoesInParts() throws Exception {
        byte[] bytes = new byte[40 << 20];
        new Random(1).nextBytes(bytes);

        assertThat(store.put(KEY, target -> target.write(ByteBuffer.wrap(bytes))))
                .isEqualTo(bytes.length);

        StoredPicture found = store.find(KEY).orElseThrow();
        assertThat(found.size()).isEqualTo(bytes.length);
        try (InputStream in = found.content().open()) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void aGlanceSeesWhatIsThere() {
        store.put(KEY, text("x"));
        store.put(PictureKey.thumbnail("a.png"), text("x"));

        var glance = store.glance();

        assertThat(glance.test(KEY)).isTrue();
        assertThat(glance.test(PictureKey.thumbnail("a.png"))).isTrue();
    }
}
