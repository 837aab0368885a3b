package studio.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import studio.gallery.GalleryTimeline.Run;
import studio.storage.Dialect;
import studio.storage.OnBothDatabases;

/** How many pictures each day has. */
@OnBothDatabases
class GalleryTimelineTest {
    @Parameter
    Dialect dialect;

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @TempDir
    Path root;

    private OpenGallery open;

    @BeforeEach
    void open() {
        open = new OpenGallery(root, dialect);
    }

    @AfterEach
    void close() {
        open.close();
    }

    @Test
    void aDayIsThatOfTheTimeZone() {
        // 23:40 on the 1st, 00:10 and 12:00 on the 2nd in Shanghai; all on one day of UTC's.
        add("2026-11-01T15:40:00Z", "2026-11-01T16:10:00Z", "2026-11-02T04:00:00Z");

        assertThat(timeline(GalleryFilter.ALL, SHANGHAI))
                .extracting(Run::day, Run::count)
                .containsExactly(tuple("2026-11-02", 2L), tuple("2026-11-01", 1L));
        assertThat(timeline(GalleryFilter.ALL, ZoneId.of("Asia/Kathmandu")))
                .extracting(Run::day, Run::count)
                .containsExactly(tuple("2026-11-02", 1L), tuple("2026-11-01", 2L));
    }

    @Test
    void theRunsAreTheListOfTheFilterInItsOrder() {
        IntStream.range(0, 2000)
                .forEach(i -> add(
                        "e" + i,
                        i % 2 == 0 ? "a lake" : "a city",
                        Instant.parse("2026-11-01T10:00:00Z").plusSeconds(97L * i)));

        for (boolean oldestFirst : new boolean[] {false, true}) {
            GalleryFilter lakes = new GalleryFilter("lake", null, null, null, null, null, null, oldestFirst);
            List<Run> runs = timeline(lakes, SHANGHAI);
            List<String> found = new ArrayList<>();
            for (Run run : runs) {
                Gallery.GalleryPage page =
                        open.gallery.page(lakes, Cursor.decoded(run.cursor()), (int) run.count(), "");
                found.addAll(EntryPage.ids(page.entries()));
            }
            assertThat(found).isEqualTo(open.gallery.ids(lakes, 5000)).hasSize(1000);
            assertThat(runs).allMatch(run -> run.count() < 500);
            assertThat(runs)
                    .extracting(Run::day)
                    .isSortedAccordingTo(oldestFirst ? Comparator.naturalOrder() : Comparator.reverseOrder());
        }
    }

    @Test
    void anEmptyListHasNoRuns() {
        assertThat(timeline(GalleryFilter.ALL, SHANGHAI)).isEmpty();
    }

    private List<Run> timeline(GalleryFilter filter, ZoneId zone) {
        return open.gallery.timeline(filter, zone).runs();
    }

    private void add(String... times) {
        for (String time : times) {
            add("at " + time, "a lake", Instant.parse(time));
        }
    }

    private void add(String id, String prompt, Instant time) {
        open.gallery.addNew(List.of(OpenGallery.entry(id, prompt, time)));
    }
}
