package studio.gallery.legacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import studio.gallery.GalleryEntry;
import studio.gallery.OpenGallery;
import studio.picture.PictureKey;
import studio.problem.Language;
import studio.storage.EarlierData;
import studio.storage.ImportTally;

class ImportEarlierGalleryTest {
    @TempDir
    Path root;

    private OpenImport open;

    @BeforeEach
    void open() {
        open = new OpenImport(root);
    }

    @AfterEach
    void close() {
        open.close();
    }

    @Test
    void anInstallationOfTheEarlierServerIsTakenOver() throws Exception {
        OpenGallery.paint(open.folder.picture("one.png"), 80, 60);
        OpenGallery.paint(open.folder.thumbnail("one.png"), 40, 40);
        OpenGallery.paint(open.folder.picture("two.png"), 50, 50);
        write("[" + json("id-1", "one.png", "2025-12-01T08:30:00.123Z") + ","
                + json("id-2", "two.png", "2025-12-02T08:30:00.000Z") + ","
                + json("id-3", "lost.png", "2025-12-03T08:30:00.000Z") + "]");

        assertImported(3, 0);
        GalleryEntry one = open.gallery.find("id-1").orElseThrow();
        assertThat(one.prompt()).isEqualTo("一只猫");
        assertThat(one.configLabel()).isEqualTo("OpenRouter");
        assertThat(one.createdAt()).isEqualTo(Instant.parse("2025-12-01T08:30:00.123Z"));
        assertThat(one.width()).isEqualTo(80);
        assertThat(one.thumbnailPath()).isEqualTo("/gallery/thumbnails/thumb-one.png");
        assertThat(one.imageSize()).isNull();
        assertThat(open.gallery.find("id-2").orElseThrow().hasThumbnail()).isFalse();
        assertThat(open.gallery.find("id-3").orElseThrow().missing()).isTrue();

        open.reconciliation.run(Instant.now());
        assertThat(open.gallery.find("id-2").orElseThrow().hasThumbnail()).isTrue();
        assertThat(open.importer().importOnce()).isEmpty();
    }

    @Test
    void brokenEntriesAreSkippedAndCounted() throws Exception {
        write("[" + json("good", "good.png", "2025-12-01T08:30:00Z") + """
                , null, 7, "text", [], {}, {"id": 5, "fileName": "x.png"}, {"id": "no-file"},
                {"id": "escape", "fileName": "../../etc/passwd"},
                {"id": "escape2", "imagePath": "/gallery/../secret.png"},
                {"id": "good", "fileName": "other.png"},
                {"id": "same-file", "fileName": "good.png"},
                {"id": "odd", "imagePath": "/gallery/我的 图.png", "createdAt": "yesterday", "prompt": null},
                {"id": "millis", "fileName": "m.png", "createdAt": 1764579000000}]""");

        assertImported(3, 11);
        assertThat(open.gallery.find("odd").orElseThrow().fileName()).isEqualTo("我的 图.png");
        assertThat(open.gallery.find("millis").orElseThrow().createdAt()).isEqualTo("2025-12-01T08:50:00Z");
    }

    @Test
    void ofAFileWithBadElementsACopyStaysThatTellsWhatWasLeftOut() throws Exception {
        String source = "[" + json("good", "good.png", "2025-12-01T08:30:00Z")
                + """
                , {"id": "bad", "prompt": broken, "fileName": "bad.png"},
                {"id": "deep", "fileName": "deep.png", "usage": %s1%s},
                {"id": "large", "fileName": "large.png", "prompt": "%s"},
                """.formatted("{\"a\":".repeat(1000), "}".repeat(1000), "x".repeat(5_000_000))
                + json("last", "last.png", "2025-12-01T08:31:00Z") + "]";
        write(source);

        assertImported(2, 3);
        open.gallery.favorite(List.of("good"), true);
        open.mirrors.flush();

        EarlierData.Report report = open.earlier.reports(root.resolve("data")).getFirst();
        assertThat(report.failed()).isFalse();
        assertThat(report.message().in(Language.ENGLISH)).isEqualTo("2 that cannot be read, 1 too large");
        assertThat(report.message().in(Language.CHINESE)).isEqualTo("2 无法解析，1 过大");
        assertThat(report.kept()).hasContent(source);
        assertThat(root.resolve("data/gallery.json"))
                .content()
                .startsWith("[ {")
                .doesNotContain("broken");
    }

    static Stream<String> wholeOfNothing() {
        String first = json("a", "a.png", "2025-12-01T08:30:00Z");
        return Stream.of(
                "hello",
                "",
                "{}",
                "null",
                "[",
                "[" + first,
                "[" + first + ", {\"id\": \"b\", \"fileNa",
                "[" + first + ", {\"id\": \"z\", \"fileName\": \"z.png\"}",
                "[" + first + "]]",
                "[" + first + "] [" + first.replace("a", "b") + "]",
                "{\"entries\": [" + first + "]}");
    }

    @ParameterizedTest
    @MethodSource("wholeOfNothing")
    void aDamagedFileIsReadAsFarAsItGoesAndKept(String source) throws Exception {
        write(source);
        assertTakenAsFarAsItGoes(source.getBytes(UTF_8), source.startsWith("[{") ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("studio.testing.NotText#samples")
    void soIsOneOfBytesThatAreNoText(byte[] bytes) throws Exception {
        Files.write(root.resolve("data/gallery.json"), bytes);
        assertTakenAsFarAsItGoes(bytes, 0);
    }

    private void assertTakenAsFarAsItGoes(byte[] source, int entries) throws Exception {
        OpenGallery.paint(open.folder.picture("b.png"), 20, 20);
        OpenGallery.age(open.folder.picture("b.png"), Duration.ofDays(1));

        open.start();
        open.gallery.add(OpenGallery.entry("new", "made here", Instant.now()));
        open.mirrors.flush();

        assertThat(open.gallery.find("a").stream()).hasSize(entries);
        assertThat(open.gallery.findByFile("b.png")).isPresent();
        EarlierData.Report report = open.earlier.reports(root.resolve("data")).getFirst();
        assertThat(report.kept().getFileName().toString()).startsWith("gallery.json.damaged-");
        assertThat(report.kept()).hasBinaryContent(source);
        assertThat(report.message().in(Language.ENGLISH)).endsWith("all after the place where it breaks off");
        assertThat(root.resolve("data/gallery.json")).content().contains("made here");
        assertThat(open.importer().importOnce()).isEmpty();
    }

    @Test
    void afterAnImportOfAFileThatCannotBeReadNothingIsAdoptedRemovedOrOverwritten() throws Exception {
        Path file = root.resolve("data/gallery.json");
        Files.createDirectory(file);
        assertNothingIsTouched(() -> assertThat(file).isDirectory());
    }

    @Test
    void norAfterOneBehindALinkThatLeadsNowhereToday() throws Exception {
        Path elsewhere = root.resolve("volume-that-is-not-mounted/gallery.json");
        Path file = root.resolve("data/gallery.json");
        Files.createSymbolicLink(file, elsewhere);
        assertNothingIsTouched(() -> assertThat(file).isSymbolicLink());
    }

    @Test
    void norAfterADatabaseThatFailsInTheMiddle() throws Exception {
        String source = "[" + json("a", "a.png", "2025-12-01T08:30:00Z") + ","
                + json("b", "b.png", "2025-12-01T08:31:00Z") + "]";
        write(source);
        sql(
                "CREATE TRIGGER fails BEFORE INSERT ON gallery_entry WHEN new.id = 'b' BEGIN SELECT RAISE(ABORT, 'disk full'); END");
        assertNothingIsTouched(
                () -> assertThat(root.resolve("data/gallery.json")).hasContent(source));

        sql("DROP TRIGGER fails");
        open.start();

        assertThat(open.gallery.find("b").orElseThrow().prompt()).isEqualTo("一只猫");
        assertThat(open.earlier.reports(root)).isEmpty();
    }

    /** A start with a picture in the folder whose entry may be in what could not be read, and one in the trash of a lost database. */
    private void assertNothingIsTouched(Runnable source) throws Exception {
        Path picture = open.folder.picture("b.png");
        Path trashed = open.folder.trash(PictureKey.Kind.ORIGINAL).resolve("c.png");
        for (Path file : List.of(picture, trashed)) {
            OpenGallery.paint(file, 20, 20);
            OpenGallery.age(file, Duration.ofDays(1));
        }

        open.start();
        open.gallery.add(OpenGallery.entry("new", "made here", Instant.now()));
        open.mirrors.flush();

        assertThat(open.gallery.findByFile("b.png")).isEmpty();
        assertThat(picture).exists();
        assertThat(trashed).exists();
        assertThat(open.earlier.settled("gallery.json")).isFalse();
        assertThat(open.earlier.reports(root)).singleElement().satisfies(report -> assertThat(report.failed())
                .isTrue());
        source.run();
    }

    static Stream<Arguments> times() {
        Instant named = Instant.ofEpochMilli(1_764_579_000_123L);
        Instant read = Instant.parse("2025-12-01T08:50:00Z");
        return Stream.concat(
                Stream.of(
                                "\"2025-12-01T08:50:00Z\"",
                                "\"2025-12-01t08:50z\"",
                                "\"2025-12-01T16:50:00.000+08:00\"",
                                "\"2025-12-01T16:50:00+0800\"",
                                "\"2025-12-01 03:50:00-05\"",
                                "\"2025-12-01T08:50:00\"",
                                "1764579000000",
                                "1764579000",
                                "1764579000.000",
                                "1.764579e12",
                                "\"1764579000000\"",
                                "\" 1764579000 \"")
                        .map(text -> Arguments.of(text, read)),
                Stream.of(
                                "null",
                                "true",
                                "{}",
                                "[]",
                                "\"\"",
                                "\"yesterday\"",
                                "\"2025-13-01T08:50:00Z\"",
                                "\"2025-02-30\"",
                                "\"+99999-01-01T00:00:00Z\"",
                                "\"+999999999-12-31T23:59:59-18:00\"",
                                "\"-0044-03-15T00:00:00Z\"",
                                "\"NaN\"",
                                "NaN",
                                "-Infinity",
                                "0",
                                "-1764579000000",
                                "1e400",
                                "1e-400",
                                "9223372036854775807",
                                "9223372036854775808",
                                "99999999999999999999999999999999",
                                "20251201",
                                "\"20251201085000\"")
                        .map(text -> Arguments.of(text, named)));
    }

    @ParameterizedTest
    @MethodSource("times")
    void timesOfEveryFormAreReadAndOthersGiveWayToTheOneInTheName(String written, Instant time) throws Exception {
        write("[" + json("it", "1764579000123-cat.png", "T").replace("\"T\"", written) + "]");

        assertImported(1, 0);

        assertThat(open.gallery.find("it").orElseThrow().createdAt()).isEqualTo(time);
    }

    @Test
    void valuesOfEveryTypeAreReadOrLeftOutAndEveryListCanBeShownAfterwards() throws Exception {
        List<String> odd = List.of(
                "null",
                "true",
                "-1",
                "1e400",
                "NaN",
                "99999999999999999999",
                "9223372036854775807",
                "0.5",
                "\"\"",
                "\"\\u0000\\ud800x\"",
                "[[]]",
                "{\"a\": {\"b\": [1e400, NaN, null]}}",
                "\"" + "长".repeat(10_000) + "\"");
        List<String> fields = List.of(
                "prompt",
                "responseText",
                "configId",
                "configLabel",
                "modelId",
                "aspectRatio",
                "imageSize",
                "createdAt",
                "width",
                "height",
                "bytes",
                "placeholder",
                "favorite",
                "taskId",
                "durationMs",
                "usage",
                "parameters",
                "previewPath",
                "thumbnailPath",
                "unknown");
        List<String> elements = new ArrayList<>();
        for (String field : fields) {
            for (String value : odd) {
                int number = elements.size();
                elements.add("{\"id\": \"e" + number + "\", \"fileName\": \"" + number + ".png\", \"" + field + "\": "
                        + value + "}");
            }
        }
        write("[" + String.join(",", elements) + "]");

        assertImported(elements.size(), 0);

        open.mirrors.flush();
        assertThat(open.mapper.readTree(root.resolve("data/gallery.json").toFile()))
                .hasSize(elements.size());
        assertThat(open.gallery.totals().bytes()).isNotNegative();
        open.gallery.forEach(entry -> {
            assertThat(entry.width()).isBetween(0, 1_000_000);
            assertThat(entry.prompt()).doesNotContain("\0");
        });
    }

    @Test
    void namesOfEveryKindAreTakenOrRefused() throws Exception {
        String decomposed = "cafe\u0301.png";
        OpenGallery.paint(open.folder.picture(decomposed), 30, 20);
        List<String> refused = List.of(
                "../x.png",
                "..",
                ".",
                "",
                " ",
                ".hidden.png",
                "a/b.png",
                "a\\\\b.png",
                "/etc/passwd",
                "nul\\u0000.png",
                "line\\n.png",
                "half\\ud83d.png",
                "x".repeat(10_000) + ".png",
                "長".repeat(100) + ".png");
        List<String> taken = List.of(
                "caf\u00e9.png", "CASE.png", "case.png", "😀 a+b%2F#?.png", "no-extension", "x".repeat(245) + ".png");
        List<String> elements = new ArrayList<>();
        for (String name : Stream.concat(refused.stream(), taken.stream()).toList()) {
            elements.add("{\"id\": \"e" + elements.size() + "\", \"fileName\": \"" + name + "\"}");
        }
        write("[" + String.join(",", elements) + "]");

        assertImported(taken.size(), refused.size());

        // The form that the disk has.
        assertThat(open.gallery.findByFile(decomposed).orElseThrow().missing()).isFalse();
        assertThat(open.gallery.findByFile("case.png")).isPresent();
    }

    @Test
    void anOrphanHasTheTimeInItsName() throws Exception {
        for (String name :
                List.of("1764579000123-cat.png", "1764579000123.png", "17645790001234.png", "cat-1764579000123.png")) {
            OpenGallery.paint(open.folder.picture(name), 20, 20);
            Files.setLastModifiedTime(open.folder.picture(name), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        }

        open.start();

        Instant named = Instant.ofEpochMilli(1_764_579_000_123L);
        assertThat(created("1764579000123-cat.png")).isEqualTo(named);
        assertThat(created("1764579000123.png")).isEqualTo(named);
        assertThat(created("17645790001234.png")).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(created("cat-1764579000123.png")).isEqualTo("2026-01-01T00:00:00Z");
    }

    private Instant created(String fileName) {
        return open.gallery.findByFile(fileName).orElseThrow().createdAt();
    }

    private void assertImported(int imported, int skipped) throws IOException {
        ImportTally tally = open.importer().importOnce().orElseThrow();
        assertThat(tally.imported()).isEqualTo(imported);
        assertThat(tally.skipped()).isEqualTo(skipped);
        assertThat(tally.whole()).isTrue();
    }

    private void sql(String statement) {
        open.real.database().update(c -> c.execute(statement));
    }

    @Test
    void anImportThatWasCutOffIsFinishedByTheNextStart() throws Exception {
        write("[" + json("a", "a.png", "2025-12-01T08:30:00Z") + "," + json("b", "b.png", "2025-12-01T08:31:00Z")
                + "]");
        open.gallery.add(OpenGallery.entry("a", "from before the crash", Instant.EPOCH));
        open.mirrors.flush();

        assertImported(1, 0);
        assertThat(open.gallery.totals().entries()).isEqualTo(2);
    }

    @Test
    void aLostDatabaseComesBackFromTheMirrorWithAllItHeld() throws Exception {
        open.earlier.settle("gallery.json");
        GalleryEntry entry = open.saved("a", "prompt");
        open.gallery.favorite(List.of("a"), true);
        open.mirrors.flush();
        GalleryEntry deleted = open.saved("deleted", "in the trash");
        open.trash.delete("deleted");
        open.mirrors.flush();
        open.close();
        for (String name : new String[] {"studio.db", "studio.db-wal", "studio.db-shm"}) {
            Files.deleteIfExists(root.resolve("data").resolve(name));
        }
        open = new OpenImport(root);

        open.start();

        GalleryEntry back = open.gallery.find("a").orElseThrow();
        assertThat(back.favorite()).isTrue();
        assertThat(back.prompt()).isEqualTo(entry.prompt());
        assertThat(back.createdAt()).isEqualTo(entry.createdAt());
        assertThat(open.gallery.totals().entries()).isEqualTo(1);
        open.reconciliation.run(Instant.now().plusSeconds(1));
        String trashed = open.gallery
                .trashedBefore(Instant.now().plusSeconds(1))
                .getFirst()
                .id();
        assertThat(open.trash.restore(trashed).orElseThrow().fileName()).isEqualTo(deleted.fileName());
        assertThat(open.images.find(deleted.fileName())).isPresent();
    }

    @Test
    void tenThousandEntriesAreImportedInSeconds() throws Exception {
        write(IntStream.range(0, 10_000)
                .mapToObj(i -> json("id-" + i, "picture-" + i + ".png", "2025-12-01T08:30:00Z"))
                .collect(Collectors.joining(",\n", "[", "]")));
        long start = System.nanoTime();

        assertImported(10_000, 0);

        System.out.printf("Imported 10,000 entries in %d ms%n", (System.nanoTime() - start) / 1_000_000);
        assertThat(open.gallery.totals().entries()).isEqualTo(10_000);
    }

    private void write(String text) throws Exception {
        Files.writeString(root.resolve("data/gallery.json"), text);
    }

    private static String json(String id, String fileName, String createdAt) {
        return """
                {"id": "%s", "prompt": "一只猫", "responseText": "", "imagePath": "/gallery/%s",
                 "thumbnailPath": "/gallery/thumbnails/thumb-%s", "fileName": "%s", "configLabel": "OpenRouter",
                 "configId": "openrouter-default", "modelId": "google/gemini-2.5-flash-image", "aspectRatio": "1:1",
                 "imageSize": "", "createdAt": "%s"}""".formatted(id, fileName, fileName, fileName, createdAt);
    }
}
