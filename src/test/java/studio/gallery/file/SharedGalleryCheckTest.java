package studio.gallery.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;
import studio.gallery.GallerySettings;
import studio.gallery.OpenGallery;
import studio.gallery.OpenTrash;
import studio.imaging.Decoders;
import studio.imaging.Thumbnailer;
import studio.picture.PictureKey;
import studio.picture.PictureStore;
import studio.picture.bucket.BucketSettings;
import studio.picture.bucket.PictureStores;
import studio.picture.bucket.S3Server;
import studio.settings.TestSettings;
import studio.storage.Dialect;
import studio.storage.Ids;
import studio.storage.RealDatabase;
import studio.storage.job.Turns;

/** The check of the gallery where two instances work on one PostgreSQL and one bucket. */
class SharedGalleryCheckTest {
    private static final String ID = "01997e3c-1111-7222-8333-444455556666";

    @TempDir
    Path root;

    private S3Server server;
    private Member here;
    private Member there;

    /** One instance: its own disk, database connections and client of the bucket. */
    private final class Member {
        final RealDatabase real;
        final Gallery gallery;
        final PictureStore store;
        final ImageFiles images;
        final SqlWaitingPictures waiting;
        final Reconciliation check;
        final Set<String> saving = new HashSet<>();

        Member(String name, RealDatabase real) {
            this.real = real;
            Map<String, String> environment = new HashMap<>(server.environment());
            environment.put("STUDIO_DATABASE_URL", "postgresql://u:p@localhost/d");
            gallery = OpenGallery.index(real);
            store = PictureStores.open(
                    TestSettings.folders(root.resolve(name), environment),
                    TestSettings.of(BucketSettings.class, environment));
            images = new ImageFiles(
                    store,
                    TestSettings.of(GallerySettings.class),
                    new Thumbnailer(Decoders.imageIo(), 100_000_000, new SimpleMeterRegistry()));
            waiting = new SqlWaitingPictures(real.database(), store, name);
            check = new Reconciliation(
                    gallery,
                    images,
                    OpenTrash.of(gallery, store, Turns.ofThisProcess()),
                    store,
                    new RecoveredEntry(new ObjectMapper(), new Ids()),
                    saving::contains,
                    waiting,
                    Duration.ZERO);
        }

        /** Stores the picture of an entry, as a save does before it adds the entry. */
        void put(String id) throws IOException {
            Path picture = root.resolve("received-" + id + ".png");
            OpenGallery.paint(picture, 64, 48);
            byte[] made = Files.readAllBytes(picture);
            store.put(PictureKey.original(id + ".png"), target -> target.write(ByteBuffer.wrap(made)));
        }

        GalleryEntry saved(String id) throws IOException {
            put(id);
            GalleryEntry entry = OpenGallery.entry(id, "p", Instant.now());
            gallery.add(entry);
            return entry;
        }

        boolean missing(String id) {
            return gallery.find(id).orElseThrow().missing();
        }
    }

    @BeforeEach
    void open() throws IOException {
        server = new S3Server(Files.createDirectories(root.resolve("s3")));
        RealDatabase one = RealDatabase.in(root.resolve("here"), Dialect.POSTGRESQL);
        here = new Member("here", one);
        there = new Member("there", RealDatabase.beside(one, root.resolve("there")));
    }

    @AfterEach
    void close() {
        there.real.close();
        here.real.close();
        server.close();
    }

    @Test
    void whatWaitsAtOneInstanceIsNotMissingForAnother() throws Exception {
        server.stop();
        here.saved("waits");
        here.waiting.note();
        server.start();
        there.saved("lost");
        assertThat(there.store.delete(PictureKey.original("lost.png"))).isTrue();

        Reconciliation.Result found = there.check.run(Instant.now());

        assertThat(found.missing()).isEqualTo(1);
        assertThat(there.missing("lost")).isTrue();
        assertThat(there.missing("waits")).isFalse();
        assertThat(here.check.run(Instant.now()).missing()).isZero();
    }

    @Test
    void noteIsTakenOfWhatWaitsAndOfWhatHasBeenSent() throws Exception {
        server.stop();
        here.put("a");
        here.put("b");
        here.waiting.note();
        assertThat(there.waiting.all()).containsExactlyInAnyOrder("a.png", "b.png");

        server.start();
        // As after a restart: putting again sends it.
        Member again = new Member("here", here.real);
        again.put("a");
        again.waiting.note();
        assertThat(there.waiting.all()).containsExactly("b.png");

        there.waiting.note();
        assertThat(here.waiting.all()).containsExactly("b.png");
    }

    @Test
    void aNoteOfAnInstanceThatHasBeenGoneForADayCountsNoMore() {
        int unused = here.real.database().update(handle -> handle.createUpdate(
                        "INSERT INTO waiting_picture (instance, file_name, noted_at) VALUES ('gone', 'a.png', :time)")
                .bind("time", Instant.now().minus(Duration.ofHours(25)))
                .execute());

        assertThat(here.waiting.all()).isEmpty();
    }

    @Test
    void anOrphanOfALostInstanceIsTakenIntoTheGallery() throws Exception {
        here.put("1764500000000-" + ID);
        age("1764500000000-" + ID);

        assertThat(there.check.run(Instant.now()).recovered()).isEqualTo(1);

        assertThat(here.gallery.find(ID)).isPresent();
        assertThat(here.check.run(Instant.now()).recovered()).isZero();
    }

    @Test
    void whatAnotherInstanceHasJustStoredIsLeftToIt() throws Exception {
        here.put("1764500000000-" + ID);

        assertThat(there.check.run(Instant.now()).recovered()).isZero();
        assertThat(there.gallery.find(ID)).isEmpty();
    }

    @Test
    void theRowOfATaskThatHasNotEndedIsLeftToItHoweverLongItTakes() throws Exception {
        here.put("1764500000000-" + ID);
        age("1764500000000-" + ID);
        there.saving.add(ID);

        assertThat(there.check.run(Instant.now()).recovered()).isZero();
        assertThat(there.gallery.find(ID)).isEmpty();

        there.saving.clear();
        assertThat(there.check.run(Instant.now()).recovered()).isEqualTo(1);
    }

    @Test
    void bothAdoptAtOnceAndOnlyOneEntryComesOfIt() throws Exception {
        here.put("1764500000000-" + ID);
        age("1764500000000-" + ID);
        try (var threads = Executors.newFixedThreadPool(2)) {
            var runs = List.of(
                    threads.submit(() -> here.check.run(Instant.now())),
                    threads.submit(() -> there.check.run(Instant.now())));
            int recovered = 0;
            for (var run : runs) {
                recovered += run.get(60, TimeUnit.SECONDS).recovered();
            }
            assertThat(recovered).isEqualTo(1);
        }
        assertThat(here.gallery.totals().entries()).isEqualTo(1);
    }

    private void age(String id) throws IOException {
        Path object = server.objects().resolve(id + ".png");
        Files.setLastModifiedTime(object, FileTime.from(Instant.now().minus(Duration.ofMinutes(10))));
    }
}
