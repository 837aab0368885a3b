package studio.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import studio.settings.TestSettings;
import studio.storage.Dialect;
import studio.storage.OnBothDatabases;
import studio.storage.job.Turns;

@OnBothDatabases
class GalleryRetentionTest {
    @Parameter
    Dialect dialect;

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    Path root;

    private OpenGallery open;

    @BeforeEach
    void fivePicturesOneADayTheOldestAFavourite() {
        open = new OpenGallery(root, dialect);
        for (int day = 0; day < 5; day++) {
            open.gallery.add(OpenGallery.entry(
                    "day" + day,
                    "p",
                    "sandbox",
                    "painter",
                    day == 4,
                    NOW.minus(Duration.ofDays(day)).minusSeconds(1)));
        }
    }

    @AfterEach
    void close() {
        open.close();
    }

    @Test
    void withoutLimitsEverythingStays() {
        assertThat(apply(0, 0, 0)).isZero();
    }

    @Test
    void olderPicturesGoToTheTrashAndFavouritesStay() {
        assertThat(apply(2, 0, 0)).isEqualTo(2);
        assertThat(open.gallery.find("day1")).isPresent();
        assertThat(open.gallery.findTrashed(List.of("day2"))).hasSize(1);
        assertThat(open.gallery.findTrashed(List.of("day3"))).hasSize(1);
        assertThat(open.gallery.find("day4")).isPresent();
    }

    @Test
    void onlyTheNewestStay() {
        assertThat(apply(0, 3, 0)).isEqualTo(1);
        assertThat(open.gallery.findTrashed(List.of("day3"))).hasSize(1);
        assertThat(apply(0, 3, 0)).isZero();
    }

    @Test
    void onlyAsManyOfTheNewestStayAsFit() {
        assertThat(apply(0, 0, 250)).isEqualTo(2);
        assertThat(open.gallery.find("day1")).isPresent();
        assertThat(open.gallery.findTrashed(List.of("day2"))).hasSize(1);
        assertThat(open.gallery.find("day4")).isPresent();
    }

    private int apply(int days, int entries, long bytes) {
        return new GalleryTrash(
                        open.gallery,
                        open.store,
                        TestSettings.of(
                                GallerySettings.class,
                                Map.of(
                                        "GALLERY_KEEP_DAYS", "" + days,
                                        "GALLERY_KEEP_ENTRIES", "" + entries,
                                        "GALLERY_KEEP_BYTES", "" + bytes)),
                        Turns.ofThisProcess())
                .applyLimits(NOW);
    }
}
