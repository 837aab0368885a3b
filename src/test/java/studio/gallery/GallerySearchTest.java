package studio.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.storage.Dialect;
import studio.storage.OnBothDatabases;

/** Searching by words: any order, all of them, as parts of the text, in whatever form they are typed. */
@OnBothDatabases
class GallerySearchTest {
    @Parameter
    Dialect dialect;

    private static final Path PROMPTS =
            Path.of("src/test/resources/corpus/cases/gallery-search-words-and-forms/prompts.txt");
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

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

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "cat ninja, 1",
                "`  roof\u3000CAT\u00a0 `, 1",
                "屋顶 橘猫, 2",
                "橘猫　屋顶　晒, 2",
                "\u00e9t\u00e9, 3",
                "ete PLAGE, 3",
                "\u00c0, 3 1 4",
                "abc, 4",
                "789 full, 4",
                "ｆｕｌｌ, 4",
                "cat 橘猫, ``",
                "cat dog, ``"
            })
    void theCasesOfPeopleAreFound(String typed, String lines) throws Exception {
        List<String> prompts = Files.readAllLines(PROMPTS);
        for (int i = 0; i < prompts.size(); i++) {
            open.gallery.add(entry("" + (i + 1), prompts.get(i)));
        }

        assertThat(found(typed)).containsExactlyInAnyOrder(lines.isEmpty() ? new String[0] : lines.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "Łódź Straße ŒUVRE, lodz strasse oeuvre",
        "GROẞE ﬁne ²Å, grosse fine 2a",
        "Ёлка Йод, елка иод",
        "ΟΔΟΣ Ὀδυσσεύς, οδος οδυσσευσ",
        "İstanbul ISPARTA ılık, istanbul isparta ilik",
        "Phở Nguyễn Đà Nẵng, pho nguyen da nang",
        "مُحَمَّد شـــمس, محمد شمس",
        "שָׁלוֹם, שלום",
        "ｶﾞﾗｽ の 猫, ガラス 猫",
        "㍍ ① …, メートル 1 ...",
        "한국어 그림, 그림 국어",
        "ไทย น้ำ, น้ำ ไทย",
        "हिन्दी चित्र, चित्र हिन्दी",
        "𝔉𝔯𝔞𝔨𝔱𝔲𝔯 𝒜, fraktur a",
        "na\u00efve cafe\u0301 co\u00f6perate, NAI\u0308VE caf\u00e9 COOPERATE",
        "soft\u00adhyphen zero\u200bwidth, softhyphen zerowidth",
        "❤️ 👨‍👩‍👧 🇩🇪, ❤ 👨‍👩‍👧 🇩🇪",
        "red \t  roof, red roof"
    })
    void bothSidesAreFoldedInEveryScript(String prompt, String typed) {
        open.gallery.add(entry("it", prompt));
        open.gallery.add(entry("other", "nothing of that kind, 别的"));

        assertThat(found(typed)).containsExactly("it");
        assertThat(found(prompt)).containsExactly("it");
        for (String word : typed.split(" ")) {
            assertThat(found(word)).as(word).contains("it");
        }
    }

    @Test
    void marksThatMakeAnotherLetterAreNoAccents() {
        open.gallery.add(entry("ga", "がくせい"));
        open.gallery.add(entry("ka", "かくせい"));
        open.gallery.add(entry("ki", "कि"));
        open.gallery.add(entry("ku", "कु"));

        assertThat(found("かくせい")).containsExactly("ka");
        assertThat(found("か\u3099くせい")).containsExactly("ga");
        assertThat(found("कि")).containsExactly("ki");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "\"red roof\"",
                "“red roof”",
                "“red roof“",
                "「red roof」",
                "『Red  Roof』",
                "«red roof»",
                "＂red roof＂",
                "on \"red roof\" cat",
                "\"red roof\" \"cat on a\""
            })
    void quotesHoldWordsTogether(String typed) {
        open.gallery.add(entry("phrase", "A cat on a red\nroof"));
        open.gallery.add(entry("words", "a roof of red cat, on"));

        assertThat(found(typed)).containsExactly("phrase");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "\", it",
                "\"\", ``",
                "say\"hi, ``",
                "\"hi, it",
                "hi\", it",
                "\"hi\", it",
                "#, it",
                "+, it",
                "#1, it",
                "😀, it",
                "%_, ``",
                "-, ``",
                "*, ``",
                "(, it"
            })
    void signsAreWhatTheyAre(String typed, String found) {
        open.gallery.add(entry("it", "say \"hi\" #1 +2 😀 50% a_b (x)"));
        open.gallery.add(entry("other", "nothing of that kind"));

        assertThat(found(typed)).containsExactly(found.isEmpty() ? new String[0] : new String[] {found});
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"\u0301", "\u200b", "\u00ad \u200e", "\ud800"})
    void whatFoldsToNothingFindsNothing(String typed) {
        open.gallery.add(entry("it", "a plain prompt"));

        assertThat(found(typed)).isEmpty();
    }

    @Test
    void promptAndResponseAreSearchedTogetherAndDoNotRunIntoEachOther() {
        open.gallery.add(OpenGallery.entry("it", "the prompt ends", NOON));

        assertThat(found("ends response")).containsExactly("it");
        assertThat(found("\"ends a response\"")).isEmpty();
        assertThat(found("\"ends a\"")).isEmpty();
    }

    @Test
    void pagesAndTotalsAgreeForShortLongAndMixedWords() {
        open.gallery.addNew(IntStream.range(0, 1500)
                .mapToObj(i -> entry("e%04d".formatted(i), i % 2 == 0 ? "红色的猫 on the roof" : "蓝色的狗 in the garden"))
                .toList());
        open.gallery.trash(List.of("e0000", "e0001"), NOON);

        for (String typed : List.of("猫", "roof", "roof 猫", "the 色 on", "\"the roof\"", "红色的猫")) {
            EntryPage first = EntryPage.of(open.gallery, filter(typed), null, 20);
            assertThat(first.total()).as(typed).isEqualTo(749);
            EntryPage second = EntryPage.of(open.gallery, filter(typed), Cursor.decoded(first.nextCursor()), 1000);
            assertThat(second.entries()).as(typed).hasSize(729);
        }
        assertThat(EntryPage.of(open.gallery, filter("the"), null, 20).total()).isEqualTo(1498);
    }

    @Test
    void commonWordsAreFoundWhereverTheyStandInTheList() {
        // Found near the beginning of one order, and beyond it in the other.
        open.gallery.addNew(IntStream.range(0, 2600)
                .mapToObj(i -> OpenGallery.entry(
                        "e%04d".formatted(i),
                        i < 1300 ? "a striped zebra" : "a striped horse",
                        "c",
                        "m",
                        false,
                        NOON.plusSeconds(i)))
                .toList());
        for (boolean oldestFirst : List.of(false, true)) {
            GalleryFilter filter = new GalleryFilter("zebra str", null, null, null, null, null, null, oldestFirst);
            List<String> seen = new ArrayList<>();
            Cursor after = null;
            do {
                EntryPage page = EntryPage.of(open.gallery, filter, after, 400);
                assertThat(page.total()).isEqualTo(1300);
                page.entries().forEach(entry -> seen.add(entry.id()));
                after = page.nextCursor() == null ? null : Cursor.decoded(page.nextCursor());
            } while (after != null);
            List<String> expected =
                    IntStream.range(0, 1300).mapToObj("e%04d"::formatted).toList();
            assertThat(seen).isEqualTo(oldestFirst ? expected : expected.reversed());
        }
    }

    @Test
    void rowsOfAnEarlierVersionAreFoldedBeforeTheFirstSearch() {
        open.gallery.add(entry("new", "ÉTÉ"));
        open.real.database().update(c -> c.execute("""
                INSERT INTO gallery_entry(id, prompt, response_text, file_name, has_thumbnail, config_id, config_label,
                        model_id, created_at, width, height, bytes, format, favorite)
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
                SELECT 'id' || i, 'un été Ｎ' || i || 'e', '', 'f' || i || '.png', 1, 'c', 'l', 'm', i, 10, 10, 10, 'png', 0
                FROM n"""));

        assertThat(EntryPage.of(open.gallery, filter("ete"), null, 10).total()).isEqualTo(1201);
        assertThat(found("n1199E")).containsExactly("id1199");
        assertThat(open.gallery.prepareSearch(Duration.ZERO)).isTrue();
    }

    @Test
    void anEntryThatIsGoneForGoodLeavesTheIndex() {
        open.gallery.add(entry("it", "Höhle"));
        open.gallery.trash(List.of("it"), NOON);
        assertThat(found("hohle")).isEmpty();
        open.gallery.purge(List.of("it"));

        String indexed = dialect == Dialect.SQLITE
                ? "SELECT count(*) FROM gallery_text('hohle')"
                : "SELECT count(*) FROM gallery_entry WHERE folded LIKE '%hohle%'";
        assertThat(open.real
                        .database()
                        .<Long>query(c -> c.select(indexed).mapTo(Long.class).one()))
                .isZero();
    }

    @Test
    void aQueryOfManyWordsIsAnswered() {
        String words = IntStream.range(0, 120).mapToObj("w%03d"::formatted).collect(Collectors.joining(" "));
        open.gallery.add(entry("all", words));
        open.gallery.add(entry("most", words.replace("w007 ", "")));
        open.gallery.add(entry("long", "x".repeat(30_000) + "yz"));

        assertThat(found(words)).containsExactly("all");
        assertThat(found("x".repeat(490) + "yz")).containsExactly("long");
        assertThat(found("x".repeat(490) + "zz")).isEmpty();
        assertThat(found("a b c d e f g h i j k l m n o p q r s t u v w x y z".repeat(9)))
                .isEmpty();
    }

    private List<String> found(String typed) {
        return EntryPage.of(open.gallery, filter(typed), null, 200).entries().stream()
                .map(GalleryEntry::id)
                .toList();
    }

    private static GalleryFilter filter(String typed) {
        return new GalleryFilter(typed, null, null, null, null, null, null, false);
    }

    private static GalleryEntry entry(String id, String prompt) {
        return OpenGallery.entry(id, prompt, "c", "m", false, NOON);
    }
}
