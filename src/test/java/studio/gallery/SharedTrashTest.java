package studio.gallery;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.picture.DiskPictureStore;
import studio.picture.PictureKey;
import studio.picture.PictureStore;
import studio.storage.Dialect;
import studio.storage.RealDatabase;
import studio.storage.job.RealTurns;

/** The trash of two instances on one PostgreSQL and one gallery folder. */
class SharedTrashTest {
    private static final int ROUNDS = 40;
    private static final PictureKey FILE = PictureKey.original("a.png");

    @TempDir
    Path root;

    private RealDatabase one;
    private RealDatabase other;
    private PictureStore store;
    private Gallery gallery;
    private GalleryTrash here;
    private GalleryTrash there;

    @BeforeEach
    void open() {
        one = RealDatabase.in(root.resolve("here"), Dialect.POSTGRESQL);
        other = RealDatabase.beside(one, root.resolve("there"));
        store = new DiskPictureStore(root.resolve("gallery"));
        gallery = OpenGallery.index(one);
        here = OpenTrash.of(gallery, store, RealTurns.of(one));
        there = OpenTrash.of(OpenGallery.index(other), store, RealTurns.of(other));
    }

    @AfterEach
    void close() {
        other.close();
        one.close();
    }

    @Test
    void aPictureThatOneInstanceRestoresWhileAnotherDeletesItForGoodIsThereOrGone() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < ROUNDS; i++) {
                store.put(FILE, target -> target.write(ByteBuffer.allocate(10)));
                int unused = gallery.addNew(List.of(OpenGallery.entry("a", "p", Instant.now())));
                assertThat(here.delete("a")).isPresent();
                CyclicBarrier start = new CyclicBarrier(2);
                Future<?> restore = threads.submit(() -> {
                    start.await(10, SECONDS);
                    return here.restore("a");
                });
                Future<?> purge = threads.submit(() -> {
                    start.await(10, SECONDS);
                    return there.purgeAll(List.of("a"));
                });
                restore.get(60, SECONDS);
                purge.get(60, SECONDS);

                boolean live = gallery.find("a").isPresent();
                assertThat(store.find(FILE).isPresent()).as("round %d", i).isEqualTo(live);
                assertThat(store.find(FILE.inTrash())).as("round %d", i).isEmpty();
                assertThat(there.deleteForGood("a").isPresent()).isEqualTo(live);
            }
        }
    }
}
