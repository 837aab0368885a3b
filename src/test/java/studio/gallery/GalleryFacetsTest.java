package studio.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import studio.gallery.GalleryFacets.ConfigCount;
import studio.gallery.GalleryFacets.ModelCount;
import studio.gallery.GalleryFacets.RatioCount;
import studio.imaging.probe.ImageInfo;
import studio.storage.Dialect;
import studio.storage.OnBothDatabases;

@OnBothDatabases
class GalleryFacetsTest {
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

    @Test
    void anEmptyGalleryHasNothingToChooseFrom() {
        assertThat(open.gallery.facets())
                .isEqualTo(new GalleryFacets(List.of(), List.of(), List.of(), 0, 0, null, null));
    }

    @Test
    void facetsFollowEveryChange() {
        gallery.add(OpenGallery.entry("a", "p", "c1", "m1", true, NOON));
        gallery.add(OpenGallery.entry("b", "p", "c1", "m2", false, NOON.plusSeconds(1)));
        gallery.addNew(List.of(
                OpenGallery.entry("b", "known", "c9", "m9", true, NOON),
                OpenGallery.entry("c", "p", "c2", "m2", false, NOON.plusSeconds(2))));
        assertThat(open.gallery.facets())
                .isEqualTo(new GalleryFacets(
                        List.of(new ModelCount("m2", 2), new ModelCount("m1", 1)),
                        List.of(new ConfigCount("c1", "L", 2), new ConfigCount("c2", "L", 1)),
                        List.of(new RatioCount("4:3", 3)),
                        3,
                        1,
                        NOON,
                        NOON.plusSeconds(2)));

        gallery.add(sized("b", 1344, 768));
        gallery.favorite(List.of("c", "nobody"), true);
        gallery.trash(List.of("a"), NOON);
        assertThat(open.gallery.facets())
                .isEqualTo(new GalleryFacets(
                        List.of(new ModelCount("m2", 1), new ModelCount("painter", 1)),
                        List.of(new ConfigCount("c2", "L", 1), new ConfigCount("sandbox", "Practice", 1)),
                        List.of(new RatioCount("16:9", 1), new RatioCount("4:3", 1)),
                        2,
                        1,
                        NOON.plusSeconds(1),
                        NOON.plusSeconds(2)));

        gallery.favorite(List.of("a"), false);
        gallery.restore(List.of("a"));
        assertThat(open.gallery.facets().models()).contains(new ModelCount("m1", 1));
        assertThat(open.gallery.facets().favorites()).isEqualTo(2);
        gallery.trash(List.of("a", "b", "c"), NOON);
        gallery.purge(List.of("a"));
        assertThat(open.gallery.facets())
                .isEqualTo(new GalleryFacets(List.of(), List.of(), List.of(), 0, 0, null, null));
    }

    @Test
    void theNameOfAConfigIsThatOfItsNewestPicture() {
        gallery.add(OpenGallery.entry("old", "p", NOON));
        open.real.database().update(c -> c.execute("UPDATE gallery_entry SET config_label = 'Before'"));
        gallery.add(OpenGallery.entry("new", "p", NOON.plusSeconds(1)));

        assertThat(open.gallery.facets().configs()).containsExactly(new ConfigCount("sandbox", "Practice", 2));
    }

    @Test
    void aShapeIsNamedInTheListAsItIsOnThePicture() {
        List<GalleryEntry> entries = new ArrayList<>();
        for (int width = 64; width <= 2048; width += 64) {
            for (int height = 64; height <= 2048; height += 48) {
                entries.add(sized(width + "x" + height, width, height));
            }
        }
        gallery.addNew(entries);

        for (RatioCount ratio : open.gallery.facets().ratios()) {
            GalleryFilter filter = new GalleryFilter(null, null, null, ratio.ratio(), null, null, null, false);
            EntryPage page = EntryPage.of(gallery, filter, null, 2000);
            assertThat(page.total()).isEqualTo(ratio.count());
            assertThat(page.entries()).hasSize((int) ratio.count()).allSatisfy(entry -> {
                String named = ImageInfo.ratio(entry.width(), entry.height());
                if (ratio.ratio().equals("other")) {
                    assertThat(named).doesNotMatch("1:[1-4]|[2-4]:1|2:3|3:2|3:4|4:3|4:5|5:4|9:16|16:9|21:9");
                } else {
                    assertThat(named).isEqualTo(ratio.ratio());
                }
            });
        }
        assertThat(open.gallery.facets().ratios().stream()
                        .mapToLong(RatioCount::count)
                        .sum())
                .isEqualTo(entries.size());
        assertThat(open.gallery.facets().ratios())
                .extracting(RatioCount::ratio)
                .contains("1:1", "16:9", "9:16", "other");
    }

    @Test
    void aPictureWhoseSizeWasNeverKnownHasTheShapeThatWasAskedFor() {
        gallery.add(sized("gone", 0, 0));
        assertThat(open.gallery.facets().ratios()).containsExactly(new RatioCount("1:1", 1));
    }

    @Test
    void whatWasInTheGalleryBeforeThereWereFacetsIsCounted() throws Exception {
        assumeThat(dialect).isEqualTo(Dialect.SQLITE);
        String url = "jdbc:sqlite:" + root.resolve("earlier.db");
        flyway(url, "5").migrate();
        try (Handle earlier = Jdbi.open(url)) {
            earlier.execute("""
                    INSERT INTO gallery_entry(id, prompt, response_text, file_name, has_thumbnail, config_id,
                            config_label, model_id, created_at, width, height, bytes, format, favorite, deleted_at)
                    VALUES ('a', '', '', 'a', 0, 'c', 'l', 'm', 1, 1344, 768, 1, 'png', 1, NULL),
                           ('b', '', '', 'b', 0, 'c', 'l', 'm', 2, 1344, 768, 1, 'png', 0, 3)""");
            flyway(url, "latest").migrate();
            assertThat(earlier.select("SELECT name || ' ' || value || ' ' || entries AS line FROM gallery_facet")
                            .mapTo(String.class)
                            .list())
                    .containsExactlyInAnyOrder("model m 1", "config c 1", "ratio 16:9 1", "favorite 1 1");
        }
    }

    @Test
    void aSearchTellsTheRightTotalHoweverManyEntriesMatch() {
        fill(3000);
        gallery.trash(List.of("id7", "id8"), NOON);
        // From all entries to none of them: both ways of searching are taken.
        for (String text : List.of("number", "number 2", "number 29", "number 299", "number 2999", "nothing like it")) {
            for (boolean oldestFirst : List.of(false, true)) {
                GalleryFilter filter = new GalleryFilter(text, null, null, null, null, null, null, oldestFirst);
                EntryPage page = EntryPage.of(gallery, filter, null, 5000);
                List<String> expected = EntryPage.of(gallery, order(oldestFirst), null, 5000).entries().stream()
                        .filter(entry -> Stream.of(text.split(" ")).allMatch(entry.prompt()::contains))
                        .map(GalleryEntry::id)
                        .toList();
                assertThat(page.entries()).extracting(GalleryEntry::id).isEqualTo(expected);
                assertThat(page.total()).isEqualTo(expected.size());
            }
        }
        GalleryFilter narrowed = new GalleryFilter("number", "c1", "m1", null, null, null, null, false);
        assertThat(EntryPage.of(gallery, narrowed, null, 5000).entries())
                .hasSize((int) EntryPage.of(gallery, narrowed, null, 10).total())
                .isNotEmpty();
    }

    private void fill(int entries) {
        open.real.database().update(c -> c.execute("""
                INSERT INTO gallery_entry(id, prompt, response_text, file_name, has_thumbnail, config_id, config_label,
                        model_id, created_at, width, height, bytes, format, favorite)
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
                SELECT 'id' || i, 'a picture of number ' || i || ', painted with long soft strokes', '',
                        'f' || i || '.png', 1, 'c' || (i %% 3), 'l', 'm' || (i %% 5), 1700000000000 + i / 2,
                        1024, 512 + i %% 9 * 64, 10, 'png', CASE WHEN i %% 100 = 0 THEN 1 ELSE 0 END
                FROM n""".formatted(entries)));
    }

    private static GalleryFilter order(boolean oldestFirst) {
        return order(null, oldestFirst);
    }

    private static GalleryFilter order(String text, boolean oldestFirst) {
        return new GalleryFilter(text, null, null, null, null, null, null, oldestFirst);
    }

    private static GalleryEntry sized(String id, int width, int height) {
        GalleryEntry e = OpenGallery.entry(id, "p", NOON.plusSeconds(1));
        return new GalleryEntry(
                id,
                e.prompt(),
                "",
                e.fileName(),
                null,
                true,
                e.configId(),
                e.configLabel(),
                e.modelId(),
                "1:1",
                null,
                e.createdAt(),
                width,
                height,
                100,
                "png",
                null,
                false,
                null,
                null,
                null,
                null,
                false);
    }

    private static Flyway flyway(String url, String target) {
        return Flyway.configure()
                .dataSource(url, "", "")
                .locations("classpath:db/sqlite")
                .target(target)
                .load();
    }
}
