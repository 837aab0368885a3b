package studio.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import studio.gallery.Gallery.TrashPage;
import studio.gallery.GalleryFacets.ConfigCount;
import studio.gallery.GalleryFacets.ModelCount;

/** What every index of pictures must do, whatever keeps it. */
abstract class GalleryConformance {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    abstract Gallery gallery();

    @Test
    void anEntryIsReadBackWhole() {
        GalleryEntry entry = entry("a", "一只猫", 0);
        gallery().add(entry);
        assertThat(gallery().find("a")).contains(entry);
        assertThat(gallery().findByFile("a.png")).contains(entry);
        assertThat(gallery().exists("a")).isTrue();
        assertThat(gallery().holds("a", "a.png")).isTrue();
        assertThat(gallery().holds("a", "b.png")).isFalse();
        assertThat(gallery().find("b")).isEmpty();
        assertThat(gallery().exists("b")).isFalse();
    }

    @Test
    void aListShowsEntriesAsTheMapperWritesThem() throws Exception {
        List<GalleryEntry> entries = new ArrayList<>();
        String[] texts = {
            "", "一只猫\n\"𠮷\"", "back\\slash / 'quote'", "\t\r\b\f\u0001\u0010\u007f\u2028é", "</script>", "null"
        };
        for (String text : texts) {
            int i = entries.size();
            boolean odd = i % 2 == 1;
            entries.add(new GalleryEntry(
                    "e" + i,
                    text,
                    text + text,
                    text + i + ".png",
                    odd ? text + i + ".webp" : null,
                    odd,
                    text,
                    text,
                    text,
                    odd ? text : null,
                    odd ? "2K" : null,
                    NOON.minusMillis(i * 1001L + i / 2),
                    640 + i,
                    360,
                    12_345_678_901L,
                    "png",
                    odd ? "data:image/webp;base64,AA" : null,
                    odd,
                    odd ? text : null,
                    odd ? 4200L : null,
                    odd ? MAPPER.readTree("{\"cost\":0.120,\"note\":\"猫\\n\",\"none\":null}") : null,
                    odd ? MAPPER.createObjectNode().put("seed", Long.MAX_VALUE) : null,
                    false));
        }
        assertThat(gallery().addNew(entries)).isEqualTo(texts.length);
        gallery().markMissing("e1", true);
        List<GalleryEntry> shown = gallery().findAll(List.of("e0", "e1", "e2", "e3", "e4", "e5"));
        String expected = MAPPER.writeValueAsString(shown);
        assertThat("[" + text(gallery().part(null, "")) + "]").isEqualTo(expected);
        assertThat("[" + text(gallery().page(GalleryFilter.ALL, null, 9, "/b").entries()) + "]")
                .isEqualTo(expected.replace("\"/gallery/", "\"/b/gallery/"));
    }

    @Test
    void theWholeListComesInPartsThatMissNothing() {
        String prompt = "p".repeat(900);
        gallery()
                .addNew(IntStream.range(0, 1203)
                        .mapToObj(i -> OpenGallery.entry("e%04d".formatted(i), prompt, NOON.plusSeconds(i / 10)))
                        .toList());
        List<String> seen = new ArrayList<>();
        Cursor after = null;
        do {
            Gallery.Listing part = gallery().part(after, "");
            assertThat(part.json().length).isLessThan(200_000);
            seen.addAll(EntryPage.ids(part));
            after = part.next();
        } while (after != null);
        assertThat(seen).hasSize(1203).isSortedAccordingTo((a, b) -> b.compareTo(a));
        gallery().trash(seen.subList(0, 1000), NOON);
        gallery().trash(seen.subList(1000, 1203), NOON);
        Gallery.Listing none = gallery().part(null, "");
        assertThat(none.count()).isZero();
        assertThat(none.json()).isEmpty();
        assertThat(none.next()).isNull();
    }

    @Test
    void aTotalIsCountedAnewAfterEveryChange() {
        gallery().add(OpenGallery.entry("a", "red cat", "c1", "m1", true, NOON));
        gallery().add(OpenGallery.entry("b", "red dog", "c1", "m1", false, NOON));
        gallery().add(OpenGallery.entry("c", "red cow", "c1", "m1", false, NOON));
        GalleryFilter both = new GalleryFilter(null, "c1", "m1", null, null, null, null, false);
        GalleryFilter plain = new GalleryFilter(null, "c1", "m1", null, false, null, null, false);
        GalleryFilter red = new GalleryFilter("red", null, null, null, null, null, null, false);
        assertThat(totals(both, plain, red)).containsExactly(3L, 2L, 3L);
        gallery().favorite(List.of("b"), true);
        assertThat(totals(both, plain, red)).containsExactly(3L, 1L, 3L);
        gallery().trash(List.of("c"), NOON);
        assertThat(totals(both, plain, red)).containsExactly(2L, 0L, 2L);
        gallery().purge(List.of("c"));
        gallery().add(OpenGallery.entry("d", "red", "c1", "m1", false, NOON));
        assertThat(totals(both, plain, red)).containsExactly(3L, 1L, 3L);
    }

    /** With pages of one, so that what is on them does not tell. */
    private List<Long> totals(GalleryFilter... filters) {
        return Stream.of(filters)
                .map(filter -> EntryPage.of(gallery(), filter, null, 1).total())
                .toList();
    }

    private static String text(Gallery.Listing listing) {
        return new String(listing.json(), StandardCharsets.UTF_8);
    }

    @Test
    void anEntryAddedAgainIsCompletedAndAnotherPictureOfItsIdRefused() {
        gallery().add(entry("a", "before", 0));
        gallery().favorite(List.of("a"), true);
        gallery().add(entry("a", "after", 1));
        GalleryEntry completed = gallery().find("a").orElseThrow();
        assertThat(completed.prompt()).isEqualTo("after");
        assertThat(completed.favorite()).isTrue();
        GalleryEntry other = OpenGallery.entry("b", "p", NOON);
        assertThatThrownBy(() -> gallery().add(renamed(other, "a"))).isInstanceOf(IllegalStateException.class);
        assertThat(gallery().totals().entries()).isEqualTo(1);
    }

    @Test
    void onlyEntriesOfNewIdsAndFilesAreAddedTogether() {
        gallery().add(entry("a", "p", 0));
        int added = gallery().addNew(List.of(entry("a", "q", 0), entry("b", "q", 0), entry("c", "q", 0)));
        assertThat(added).isEqualTo(2);
        assertThat(gallery().addTrashed(List.of(entry("d", "q", 0)), NOON)).isEqualTo(1);
        assertThat(gallery().find("a").orElseThrow().prompt()).isEqualTo("p");
        assertThat(gallery().known(List.of("a.png", "d.png", "x.png")))
                .isEqualTo(Map.of("a.png", false, "d.png", true));
    }

    @Test
    void severalAreFoundInTheOrderOfTheirIds() {
        fill(5);
        gallery().trash(List.of("e1", "e3"), NOON);
        assertThat(gallery().findAll(List.of("e4", "e1", "x", "e0")))
                .extracting(GalleryEntry::id)
                .containsExactly("e4", "e0");
        assertThat(gallery().findTrashed(List.of("e3", "e0", "e1")))
                .extracting(GalleryEntry::id)
                .containsExactly("e3", "e1");
        assertThat(gallery().findAll(List.of())).isEmpty();
    }

    @Test
    void pagesFollowEachOtherInBothOrders() {
        fill(7);
        for (boolean oldest : new boolean[] {false, true}) {
            GalleryFilter filter = new GalleryFilter(null, null, null, null, null, null, null, oldest);
            List<String> seen = new ArrayList<>();
            Cursor after = null;
            do {
                EntryPage page = EntryPage.of(gallery(), filter, after, 3);
                assertThat(page.total()).isEqualTo(7);
                page.entries().forEach(entry -> seen.add(entry.id()));
                after = page.nextCursor() == null ? null : Cursor.decoded(page.nextCursor());
            } while (after != null);
            assertThat(seen).hasSize(7).isSortedAccordingTo(oldest ? String::compareTo : (a, b) -> b.compareTo(a));
        }
        List<String> all = new ArrayList<>();
        gallery().forEach(entry -> all.add(entry.id()));
        assertThat(all).containsExactly("e6", "e5", "e4", "e3", "e2", "e1", "e0");
    }

    @Test
    void aListIsNarrowedByEachCondition() {
        gallery().add(OpenGallery.entry("a", "p", "c1", "m1", true, NOON));
        gallery().add(OpenGallery.entry("b", "p", "c2", "m1", false, NOON.plusSeconds(60)));
        assertThat(total(new GalleryFilter(null, "c1", null, null, null, null, null, false)))
                .isEqualTo(1);
        assertThat(total(new GalleryFilter(null, null, "m1", null, null, null, null, false)))
                .isEqualTo(2);
        assertThat(total(new GalleryFilter(null, null, null, "4:3", null, null, null, false)))
                .isEqualTo(2);
        assertThat(total(new GalleryFilter(null, null, null, null, true, null, null, false)))
                .isEqualTo(1);
        assertThat(total(new GalleryFilter(null, null, "m1", null, false, null, null, false)))
                .isEqualTo(1);
        assertThat(total(new GalleryFilter(null, null, null, null, null, NOON.plusSeconds(1), null, false)))
                .isEqualTo(1);
        assertThat(total(new GalleryFilter(null, null, null, null, null, null, NOON, false)))
                .isZero();
    }

    @Test
    void aSearchFindsPartsOfWordsInAnyScriptAndNothingInTheTrash() {
        gallery().add(entry("a", "一只戴帽子的猫 on a Café roof", 0));
        gallery().add(entry("b", "ein Hund", 1));
        gallery().add(entry("c", "帽子", 2));
        gallery().trash(List.of("c"), NOON);
        assertThat(found("帽子")).containsExactly("a");
        assertThat(found("戴帽子")).containsExactly("a");
        assertThat(found("cafe ROOF")).containsExactly("a");
        assertThat(found("und")).containsExactly("b");
        assertThat(found("猫 hund")).isEmpty();
        assertThat(gallery().prepareSearch(Duration.ZERO)).isTrue();
    }

    @Test
    void sumsFollowEveryChange() {
        gallery().add(OpenGallery.entry("a", "p", "c1", "m1", true, NOON));
        gallery().add(OpenGallery.entry("b", "p", "c1", "m2", false, NOON));
        assertThat(gallery().totals()).isEqualTo(new Gallery.Totals(2, 200));
        gallery().trash(List.of("b"), NOON);
        assertThat(gallery().totals()).isEqualTo(new Gallery.Totals(1, 100));
        assertThat(gallery().trashTotals()).isEqualTo(new Gallery.Totals(1, 100));
        GalleryFacets facets = gallery().facets();
        assertThat(facets.models()).containsExactly(new ModelCount("m1", 1));
        assertThat(facets.configs()).containsExactly(new ConfigCount("c1", "L", 1));
        assertThat(facets.favorites()).isEqualTo(1);
        assertThat(facets.first()).isEqualTo(NOON);
        gallery().restore(List.of("b"));
        assertThat(gallery().facets().total()).isEqualTo(2);
        assertThat(gallery().trashTotals()).isEqualTo(new Gallery.Totals(0, 0));
    }

    @Test
    void theTrashIsPagedByTheTimeOfDeletionAndEmptied() {
        fill(4);
        gallery().trash(List.of("e0", "e1"), NOON);
        gallery().trash(List.of("e2"), NOON.plusSeconds(5));
        TrashPage page = gallery().trashPage(null, 2, Duration.ofDays(1));
        assertThat(page.entries()).extracting(trashed -> trashed.entry().id()).containsExactly("e2", "e1");
        assertThat(page.entries().getFirst().expiresAt()).isEqualTo(NOON.plusSeconds(86405));
        assertThat(page.total()).isEqualTo(3);
        TrashPage next = gallery().trashPage(Cursor.decoded(page.nextCursor()), 2, Duration.ofDays(1));
        assertThat(next.entries()).extracting(trashed -> trashed.entry().id()).containsExactly("e0");
        assertThat(next.nextCursor()).isNull();
        assertThat(gallery().trashedBefore(NOON.plusSeconds(1)))
                .extracting(GalleryEntry::id)
                .containsExactlyInAnyOrder("e0", "e1");
        gallery().purge(List.of("e0", "e3"));
        assertThat(gallery().exists("e0")).isFalse();
        assertThat(gallery().find("e3")).as("not in the trash").isPresent();
    }

    @Test
    void whatALimitHasNoRoomForIsNamedWithoutFavourites() {
        fill(5);
        gallery().favorite(List.of("e1"), true);
        assertThat(gallery().beyond(NOON.plusSeconds(3), Long.MAX_VALUE, Long.MAX_VALUE))
                .containsExactly("e0", "e2");
        assertThat(gallery().beyond(Instant.EPOCH, 3, Long.MAX_VALUE)).containsExactly("e0");
        assertThat(gallery().beyond(Instant.EPOCH, Long.MAX_VALUE, 250)).containsExactly("e0", "e2");
    }

    @Test
    void theStateOfFilesIsNoted() {
        fill(3);
        gallery().trash(List.of("e2"), NOON);
        gallery().markMissing("e0", true);
        gallery().markMissing("e2", true);
        gallery().updateFiles("e1", false, "e1.png", "data:image/png;base64,AA==");
        List<Gallery.FileRow> rows = gallery().rowsAfter(0, 2);
        assertThat(rows).extracting(Gallery.FileRow::id).containsExactly("e0", "e1");
        assertThat(rows.getFirst().missing()).isTrue();
        assertThat(rows.getLast().hasThumbnail()).isFalse();
        assertThat(rows.getLast().previewName()).isEqualTo("e1.png");
        Gallery.FileRow last = gallery().rowsAfter(rows.getLast().seq(), 2).getFirst();
        assertThat(last.trashed()).isTrue();
        assertThat(last.missing()).isFalse();
        assertThat(gallery().find("e1").orElseThrow().placeholder()).startsWith("data:image/png");
    }

    private void fill(int entries) {
        for (int i = 0; i < entries; i++) {
            gallery().add(entry("e" + i, "p", i));
        }
    }

    private long total(GalleryFilter filter) {
        return EntryPage.of(gallery(), filter, null, 10).total();
    }

    private List<String> found(String text) {
        return EntryPage.of(gallery(), new GalleryFilter(text, null, null, null, null, null, null, false), null, 10)
                .entries()
                .stream()
                .map(GalleryEntry::id)
                .toList();
    }

    private static GalleryEntry entry(String id, String prompt, int second) {
        return OpenGallery.entry(id, prompt, NOON.plusSeconds(second));
    }

    private static GalleryEntry renamed(GalleryEntry e, String id) {
        return new GalleryEntry(
                id,
                e.prompt(),
                e.responseText(),
                e.fileName(),
                null,
                true,
                e.configId(),
                e.configLabel(),
                e.modelId(),
                null,
                null,
                e.createdAt(),
                1,
                1,
                1,
                "png",
                null,
                false,
                null,
                null,
                null,
                null,
                false);
    }
}
