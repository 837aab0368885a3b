package studio.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import studio.problem.ProblemException;
import studio.storage.Dialect;
import studio.storage.OnBothDatabases;

/** All entries that match a filter, changed at once. */
@OnBothDatabases
class BulkChangesTest {
    @Parameter
    Dialect dialect;

    private static final int MANY = 1203;

    @TempDir
    Path root;

    private OpenGallery open;
    private BulkChanges bulk;

    @BeforeEach
    void open() {
        open = new OpenGallery(root, dialect);
        bulk = new BulkChanges(open.gallery, open.trash);
        Instant start = Instant.parse("2026-11-01T10:00:00Z");
        open.gallery.addNew(IntStream.range(0, MANY)
                .mapToObj(i -> OpenGallery.entry(
                        "e" + i, i % 3 == 0 ? "a lake" : "a city", "one", "m", false, start.plusSeconds(i)))
                .toList());
    }

    @AfterEach
    void close() {
        open.close();
    }

    @Test
    void aDeletionOfMoreThanABatchIsTakenBackAsOneAndNothingElseWithIt() {
        open.trash.delete("e1");

        BulkChanges.Deletion deletion = bulk.delete(matching("lake"), Set.of("e0", "e3"));

        assertThat(deletion.count()).isEqualTo(MANY / 3 - 2);
        assertThat(open.gallery.totals().entries()).isEqualTo(MANY - 1 - deletion.count());
        assertThat(open.gallery.find("e0")).isPresent();
        assertThat(bulk.restore(deletion.at())).isEqualTo(deletion.count());
        assertThat(open.gallery.totals().entries()).isEqualTo(MANY - 1);
        assertThat(open.gallery.find("e1")).as("another deletion").isEmpty();
        assertThat(bulk.restore(deletion.at())).isZero();
    }

    @Test
    void theWholeTrashComesBackAtOnce() {
        assertThat(bulk.delete(GalleryFilter.ALL, Set.of()).count()).isEqualTo(MANY);

        assertThat(bulk.restore(null)).isEqualTo(MANY);
        assertThat(open.gallery.totals().entries()).isEqualTo(MANY);
    }

    @Test
    void allThatMatchBecomeFavourites() {
        assertThat(bulk.favorite(matching("city"), Set.of("e1"), true)).isEqualTo(MANY - MANY / 3 - 1);

        assertThat(open.gallery.facets().favorites()).isEqualTo(MANY - MANY / 3 - 1);
    }

    @Test
    void thereIsALimit() {
        assertThat(bulk.ids(matching("lake"), Set.of("e0"), MANY / 3 - 1)).hasSize(MANY / 3 - 1);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> bulk.ids(matching("lake"), Set.of(), MANY / 3 - 1));
    }

    @Test
    void whatIsInTheTrashIsDeletedForGoodByItsIds() {
        open.trash.delete(List.of("e1", "e2"));

        assertThat(open.trash.purgeAll(List.of("e1", "e5")))
                .extracting(GalleryEntry::id)
                .containsExactly("e1");
        assertThat(open.gallery.exists("e1")).isFalse();
        assertThat(open.gallery.exists("e5")).isTrue();
        assertThat(open.gallery.trashedIds(null, 10)).containsExactly("e2");
    }

    private static GalleryFilter matching(String text) {
        return new GalleryFilter(text, null, null, null, null, null, null, false);
    }
}
