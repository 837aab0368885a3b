package studio.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import studio.storage.Dialect;
import studio.storage.OnBothDatabases;

@OnBothDatabases
class SqlGalleryTest extends GalleryConformance {
    @Parameter
    Dialect dialect;

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path root;

    private OpenGallery open;
    private Gallery gallery;

    @BeforeEach
    void open() {
        open = new OpenGallery(root, dialect);
        gallery = open.gallery;
    }

    @AfterEach
    void close() {
        open.close();
    }

    @Override
    Gallery gallery() {
        return gallery;
    }

    @Test
    void anEntryIsReadBackAsItWasAdded() throws Exception {
        JsonNode usage = open.mapper
                .reader(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .readTree("{\"cost\":0.1234567890123456789}");
        GalleryEntry entry = new GalleryEntry(
                "e1",
                "一只猫",
                "Here it is",
                "e1.png",
                "e1.png",
                true,
                "c",
                "Config",
                "m",
                "16:9",
                "2K",
                Instant.parse("2026-11-23T12:00:00.123456Z"),
                640,
                360,
                12345,
                "png",
                "data:image/webp;base64,AA",
                true,
                "t1",
                4200L,
                usage,
                null,
                false);
        gallery.add(entry);

        assertThat(gallery.find("e1")).contains(entry);
        assertThat(gallery.findByFile("e1.png")).contains(entry);
        assertThat(gallery.find("e2")).isEmpty();
    }

    @Test
    void addingTheSameEntryAgainReplacesIt() {
        gallery.add(OpenGallery.entry("e1", "before", NOON));
        gallery.add(OpenGallery.entry("e1", "after", NOON));

        assertThat(EntryPage.of(gallery, GalleryFilter.ALL, null, 10).entries())
                .extracting(GalleryEntry::prompt)
                .containsExactly("after");
        assertThat(gallery.totals()).isEqualTo(new Gallery.Totals(1, 100));
        assertThat(search("before")).isEmpty();
        assertThat(search("after")).containsExactly("e1");
    }

    @Test
    void pagesOverAThousandEntriesOfTheSameTimeLoseAndRepeatNone() {
        fill(1000, i -> OpenGallery.entry("e%04d".formatted(i), "p", NOON));

        for (boolean oldestFirst : List.of(false, true)) {
            List<String> seen = walk(filter(null, oldestFirst), 33);
            assertThat(seen).hasSize(1000).doesNotHaveDuplicates();
            assertThat(seen)
                    .isSortedAccordingTo(
                            oldestFirst ? java.util.Comparator.naturalOrder() : java.util.Comparator.reverseOrder());
        }
    }

    @Test
    void entriesAddedWhileSomebodyTurnsPagesDoNotDisturbThem() {
        fill(20, i -> OpenGallery.entry("e%02d".formatted(i), "p", NOON.plusSeconds(i)));
        EntryPage first = EntryPage.of(gallery, GalleryFilter.ALL, null, 10);
        gallery.add(OpenGallery.entry("new", "p", NOON.plusSeconds(100)));

        EntryPage second = EntryPage.of(gallery, GalleryFilter.ALL, Cursor.decoded(first.nextCursor()), 10);

        assertThat(second.entries())
                .extracting(GalleryEntry::id)
                .startsWith("e09")
                .endsWith("e00");
        assertThat(second.nextCursor()).isNull();
        assertThat(second.total()).isEqualTo(21);
    }

    @Test
    void everyLengthOfChineseAndEnglishWordsIsFound() {
        gallery.add(OpenGallery.entry("cat", "屋顶上的一只猫在看月亮", NOON));
        gallery.add(OpenGallery.entry("dog", "A Dog on the roof", NOON));

        assertThat(search("猫")).containsExactly("cat");
        assertThat(search("屋顶")).containsExactly("cat");
        assertThat(search("一只猫")).containsExactly("cat");
        assertThat(search("在看月亮")).containsExactly("cat");
        assertThat(search("月球")).isEmpty();
        assertThat(search("do")).containsExactly("dog");
        assertThat(search("DOG ON")).containsExactly("dog");
        assertThat(search("a response")).containsExactlyInAnyOrder("cat", "dog");
        assertThat(search("𠮷𠮷")).isEmpty();
    }

    @Test
    void signsOfTheSearchLanguagesAreOrdinaryText() {
        gallery.add(OpenGallery.entry("percent", "100% wool", NOON));
        gallery.add(OpenGallery.entry("under", "snake_case", NOON));
        gallery.add(OpenGallery.entry("quote", "say \"hi\" now", NOON));
        gallery.add(OpenGallery.entry("plain", "nothing special", NOON));

        assertThat(search("%")).containsExactly("percent");
        assertThat(search("0%")).containsExactly("percent");
        assertThat(search("_")).containsExactly("under");
        assertThat(search("e_")).containsExactly("under");
        assertThat(search("\"")).containsExactly("quote");
        assertThat(search("\"hi\"")).containsExactly("quote");
        assertThat(search("\\")).isEmpty();
        assertThat(search("say OR nothing")).isEmpty();
        assertThat(search("not*")).isEmpty();
        assertThat(search("prompt:say")).isEmpty();
        assertThat(search("'; DROP TABLE gallery_entry; --")).isEmpty();
    }

    @Test
    void filtersNarrowTheListTogether() {
        gallery.add(OpenGallery.entry("a", "red", "c1", "m1", true, NOON));
        gallery.add(OpenGallery.entry("b", "red", "c1", "m2", false, NOON.plusSeconds(1)));
        gallery.add(OpenGallery.entry("c", "blue", "c2", "m1", true, NOON.plusSeconds(2)));

        assertThat(ids(new GalleryFilter(null, "c1", null, null, null, null, null, false)))
                .containsExactly("b", "a");
        assertThat(ids(new GalleryFilter(null, "c1", "m1", null, null, null, null, false)))
                .containsExactly("a");
        assertThat(ids(new GalleryFilter(null, null, null, null, true, null, null, false)))
                .containsExactly("c", "a");
        assertThat(ids(new GalleryFilter(null, null, null, null, false, null, null, false)))
                .containsExactly("b");
        assertThat(ids(new GalleryFilter("red", null, "m1", null, null, null, null, false)))
                .containsExactly("a");
        assertThat(ids(new GalleryFilter(
                        null, null, null, null, null, NOON.plusSeconds(1), NOON.plusSeconds(2), false)))
                .containsExactly("b");
        assertThat(EntryPage.of(gallery, new GalleryFilter("red", null, null, null, null, null, null, false), null, 1)
                        .total())
                .isEqualTo(2);
    }

    @Test
    void totalsFollowEveryChange() {
        gallery.add(OpenGallery.entry("a", "p", NOON));
        gallery.add(OpenGallery.entry("b", "p", NOON));
        gallery.trash(List.of("a"), NOON);
        assertThat(gallery.totals()).isEqualTo(new Gallery.Totals(1, 100));
        gallery.restore(List.of("a"));
        assertThat(gallery.totals()).isEqualTo(new Gallery.Totals(2, 200));
        gallery.trash(List.of("a", "b", "unknown"), NOON);
        gallery.purge(List.of("b"));
        assertThat(gallery.totals()).isEqualTo(new Gallery.Totals(0, 0));
        assertThat(EntryPage.of(gallery, GalleryFilter.ALL, null, 10).total()).isZero();
    }

    @Test
    void everyListWalksAnIndexInItsOrder() {
        boolean sqlite = dialect == Dialect.SQLITE;
        String explain = sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ";
        if (!sqlite) {
            // A planner that knows how few rows there are would read them all.
            insertMany();
            open.real.database().update(c -> c.execute("ANALYZE gallery_entry"));
        }
        List<GalleryFilter> filters = List.of(
                GalleryFilter.ALL,
                filter(null, true),
                new GalleryFilter(null, "c", null, null, null, null, null, false),
                new GalleryFilter(null, null, "m", null, null, null, null, false),
                new GalleryFilter(null, null, null, "16:9", null, null, null, false),
                new GalleryFilter("a common word", null, null, null, null, null, null, false),
                new GalleryFilter("a common word", null, "m", null, null, null, null, true),
                new GalleryFilter(null, null, null, null, true, null, null, false),
                new GalleryFilter(null, null, null, null, null, NOON, NOON, false));
        for (GalleryFilter filter : filters) {
            if (!sqlite && filter.text() != null) {
                // Its planner has statistics of texts, and may know better.
                continue;
            }
            for (Cursor after : new Cursor[] {null, new Cursor(NOON, "x")}) {
                SqlListQuery query = SqlListQuery.of(dialect, filter, true);
                List<String> steps = open.real.database().query(c -> query.page(
                                c, explain + SqlEntryJson.select(dialect), after, 51)
                        .bind("base", "")
                        .map((row, context) -> row.getString(sqlite ? "detail" : "QUERY PLAN"))
                        .list());
                String plan = String.join("\n", steps);
                assertThat(plan)
                        .as("%s after %s", filter, after)
                        .containsPattern(
                                sqlite ? "USING INDEX gallery_live" : "Index Scan (?:Backward )?using gallery_live")
                        .doesNotContain("TEMP B-TREE", "Sort");
            }
        }
    }

    @Test
    void aPageOfFiftyOutOfAHundredThousandCostsLittle() {
        insertMany();
        EntryPage first = EntryPage.of(gallery, GalleryFilter.ALL, null, 50);
        assertThat(first.total()).isEqualTo(100_000);
        Cursor middle = new Cursor(Instant.ofEpochMilli(1700000000000L + 25_000), "id5");
        for (int i = 0; i < 300; i++) {
            gallery.page(GalleryFilter.ALL, middle, 50, "");
        }

        long before = ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
                ? threads.getCurrentThreadCpuTime()
                : 0;
        for (int i = 0; i < 200; i++) {
            assertThat(gallery.page(GalleryFilter.ALL, middle, 50, "").entries().count())
                    .isEqualTo(50);
        }
        long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;

        System.out.printf("A page of 50 of 100,000: %.3f ms of CPU%n", spent / 200e6);
        assertThat(spent / 200).isLessThan(2_000_000);
    }

    private void insertMany() {
        open.real.database().update(c -> c.execute("""
                INSERT INTO gallery_entry(id, prompt, response_text, file_name, has_thumbnail, config_id, config_label,
                        model_id, created_at, width, height, bytes, format, favorite)
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
                SELECT 'id' || i, 'a picture of number ' || i, '', 'f' || i || '.png', 1, 'c' || (i % 3), 'l', 'm' || (i % 5),
                        1700000000000 + i / 2, 10, 10, 10, 'png', CASE WHEN i % 100 = 0 THEN 1 ELSE 0 END
                FROM n"""));
    }

    @Test
    void theWholeListIsHandedOutInBatches() {
        fill(1203, i -> OpenGallery.entry("e%04d".formatted(i), "p", NOON.plusSeconds(i / 10)));
        Set<String> seen = new HashSet<>();
        List<Instant> times = new ArrayList<>();
        gallery.forEach(entry -> {
            seen.add(entry.id());
            times.add(entry.createdAt());
        });
        assertThat(seen).hasSize(1203);
        assertThat(times).isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }

    private void fill(int count, java.util.function.IntFunction<GalleryEntry> entry) {
        gallery.addNew(IntStream.range(0, count).mapToObj(entry).toList());
    }

    private List<String> walk(GalleryFilter filter, int limit) {
        List<String> seen = new ArrayList<>();
        Cursor after = null;
        do {
            EntryPage page = EntryPage.of(gallery, filter, after, limit);
            page.entries().forEach(entry -> seen.add(entry.id()));
            after = page.nextCursor() == null ? null : Cursor.decoded(page.nextCursor());
        } while (after != null);
        return seen;
    }

    private List<String> search(String text) {
        return ids(filter(text, false));
    }

    private List<String> ids(GalleryFilter filter) {
        EntryPage page = EntryPage.of(gallery, filter, null, 200);
        assertThat(page.total()).isEqualTo(page.entries().size());
        return page.entries().stream().map(GalleryEntry::id).toList();
    }

    private static GalleryFilter filter(String text, boolean oldestFirst) {
        return new GalleryFilter(text, null, null, null, null, null, null, oldestFirst);
    }
}
