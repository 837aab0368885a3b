package studio.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImportEarlierGalleryTest {
    @TempDir
    Path root;

    private OpenGallery open;

    @BeforeEach
    void open() {
        open = new OpenGallery(root);
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

        ImportEarlierGallery.Result result = open.importer().run();

        assertThat(result).isEqualTo(new ImportEarlierGallery.Result(3, 0, false));
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
        assertThat(open.importer().run().imported()).isZero();
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

        ImportEarlierGallery.Result result = open.importer().run();

        assertThat(result).isEqualTo(new ImportEarlierGallery.Result(3, 11, false));
        assertThat(open.gallery.find("odd").orElseThrow().fileName()).isEqualTo("我的 图.png");
        assertThat(open.gallery.find("millis").orElseThrow().createdAt()).isEqualTo("2025-12-01T08:50:00Z");
    }

    @Test
    void aHalfWrittenFileIsReadAsFarAsItGoesAndKept() throws Exception {
        String half = "[" + json("a", "a.png", "2025-12-01T08:30:00Z") + ", {\"id\": \"b\", \"fileNa";
        write(half);
        OpenGallery.paint(open.folder.picture("b.png"), 20, 20);

        ImportEarlierGallery.Result result = open.importer().run();
        open.mirrors.flush();

        assertThat(result).isEqualTo(new ImportEarlierGallery.Result(1, 0, true));
        try (Stream<Path> files = Files.list(root.resolve("data"))) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("gallery.json.damaged-")))
                    .singleElement()
                    .satisfies(copy -> assertThat(copy).hasContent(half));
        }
        open.reconciliation.run(Instant.now().plusSeconds(1));
        assertThat(open.gallery.findByFile("b.png")).isPresent();
    }

    @Test
    void whatIsNoGalleryAtAllDoesNotHinderTheStart() throws Exception {
        write("hello");
        assertThat(open.importer().run()).isEqualTo(new ImportEarlierGallery.Result(0, 0, true));
        assertThat(open.importer().run()).isEqualTo(new ImportEarlierGallery.Result(0, 0, false));
    }

    @ParameterizedTest
    @MethodSource("studio.testing.NotText#samples")
    void norDoBytesThatAreNoText(byte[] bytes) throws Exception {
        Files.write(root.resolve("data/gallery.json"), bytes);
        assertThat(open.importer().run()).isEqualTo(new ImportEarlierGallery.Result(0, 0, true));
    }

    @Test
    void anImportThatWasCutOffIsFinishedByTheNextStart() throws Exception {
        write("[" + json("a", "a.png", "2025-12-01T08:30:00Z") + "," + json("b", "b.png", "2025-12-01T08:31:00Z")
                + "]");
        open.gallery.add(OpenGallery.entry("a", "from before the crash", Instant.EPOCH));
        open.mirrors.flush();

        assertThat(open.importer().run().imported()).isEqualTo(1);
        assertThat(open.gallery.totals().entries()).isEqualTo(2);
    }

    @Test
    void aLostDatabaseComesBackFromTheMirrorWithAllItHeld() throws Exception {
        open.earlier.settle("gallery.json");
        GalleryEntry entry = open.saved("a", "prompt");
        open.gallery.favorite(List.of("a"), true);
        open.mirrors.flush();
        open.close();
        for (String name : new String[] {"studio.db", "studio.db-wal", "studio.db-shm"}) {
            Files.deleteIfExists(root.resolve("data").resolve(name));
        }
        open = new OpenGallery(root);

        assertThat(open.importer().run().imported()).isEqualTo(1);

        GalleryEntry back = open.gallery.find("a").orElseThrow();
        assertThat(back.favorite()).isTrue();
        assertThat(back.prompt()).isEqualTo(entry.prompt());
        assertThat(back.createdAt()).isEqualTo(entry.createdAt());
    }

    @Test
    void tenThousandEntriesAreImportedInSeconds() throws Exception {
        write(IntStream.range(0, 10_000)
                .mapToObj(i -> json("id-" + i, "picture-" + i + ".png", "2025-12-01T08:30:00Z"))
                .collect(Collectors.joining(",\n", "[", "]")));
        long start = System.nanoTime();

        assertThat(open.importer().run().imported()).isEqualTo(10_000);

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
