package studio.task.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import studio.problem.Language;
import studio.settings.FolderSettings;
import studio.storage.EarlierData;
import studio.storage.Ids;
import studio.storage.RealDatabase;
import studio.task.Task;
import studio.task.TaskFailure;
import studio.task.TaskFilter;
import studio.task.TaskStatus;
import studio.task.request.OpenReferences;
import studio.task.run.TaskFixture;

/** {@code tasks.json} of the earlier Node server, in its own shape. */
class ImportEarlierTasksTest {
    @TempDir
    Path root;

    private TaskFixture tasks;
    private Path file;
    private String picture;

    @BeforeEach
    void open() throws Exception {
        tasks = new TaskFixture(root);
        file = tasks.real.folder().resolve("tasks.json");
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB), "png", png);
        picture = "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
    }

    @AfterEach
    void close() {
        tasks.close();
    }

    @Test
    void aFinishedTaskKeepsItsResultAndItsRequest() throws Exception {
        write("["
                + task(
                        "1761984000_a-B",
                        "done",
                        ",\"finishedAt\":\"2025-11-01T08:01:00.000Z\","
                                + "\"result\":{\"galleryEntry\":{\"id\":\"entry-9\"}}")
                + "]");

        run();

        Task task = tasks.store.find("1761984000_a-B").orElseThrow();
        assertThat(task.status()).isEqualTo(TaskStatus.DONE);
        assertThat(task.entryId()).isEqualTo("entry-9");
        assertThat(task.failure()).isNull();
        assertThat(task.createdAt()).isEqualTo("2025-11-01T08:00:00.000Z");
        assertThat(task.finishedAt()).isEqualTo("2025-11-01T08:01:00.000Z");
        assertThat(task.request().prompt()).isEqualTo("一只猫");
        assertThat(task.request().configId()).isEqualTo("openrouter-default");
        assertThat(task.request().options().aspectRatio()).isEqualTo("16:9");
        assertThat(task.request().options().imageSize()).isNull();
        assertThat(task.request().references()).singleElement().satisfies(reference -> {
            assertThat(reference.width()).isEqualTo(30);
            assertThat(tasks.real.folder().resolve("inputs").resolve(reference.fileName()))
                    .exists();
            assertThat(tasks.store.needsReference(reference.sha256())).isTrue();
        });
    }

    @Test
    void whatHadNotEndedThereIsInterruptedAndNotSentByItself() throws Exception {
        write("[" + task("running1", "running", "") + "," + task("queued01", "queued", "") + ","
                + task("saving01", "saving", "") + "]");

        run();

        for (String id : List.of("running1", "queued01", "saving01")) {
            Task task = tasks.store.find(id).orElseThrow();
            assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(task.failure().code()).isEqualTo("interrupted");
            assertThat(task.mayBeBilled()).isTrue();
        }
        assertThat(tasks.store.unfinished()).isEmpty();
        assertThat(tasks.dispatch.load().waiting()).isZero();
    }

    @Test
    void aFailureKeepsItsWords() throws Exception {
        write("[" + task("failed01", "failed", ",\"error\":\"上游返回 500\"") + ","
                + task("failed02", "failed", ",\"error\":null") + "," + task("canceled", "canceled", "") + "]");

        run();

        TaskFailure told = tasks.store.find("failed01").orElseThrow().failure();
        assertThat(told.message().in(Language.CHINESE)).isEqualTo("上游返回 500");
        assertThat(tasks.store
                        .find("failed02")
                        .orElseThrow()
                        .failure()
                        .message()
                        .in(Language.ENGLISH))
                .isEqualTo("The task failed");
        assertThat(tasks.store.find("canceled").orElseThrow().status()).isEqualTo(TaskStatus.CANCELED);
    }

    @Test
    void timesMayBeNumbers() throws Exception {
        write(
                "[{\"id\":\"numbers1\",\"status\":\"done\",\"createdAt\":1761984000123,\"rawPayload\":{\"prompt\":\"x\"}}]");

        run();

        assertThat(tasks.store.find("numbers1").orElseThrow().createdAt())
                .isEqualTo(Instant.ofEpochMilli(1_761_984_000_123L));
    }

    @Test
    void aLongPromptIsTakenOverWhole() throws Exception {
        String prompt = "长".repeat(5000);
        write("[" + task("long0001", "done", "").replace("一只猫", prompt) + "]");

        run();

        assertThat(tasks.store.find("long0001").orElseThrow().request().prompt())
                .isEqualTo(prompt);
    }

    @Test
    void whatIsNoTaskIsLeftOutAndTheRestIsTaken() throws Exception {
        write("[null, 7, \"text\", [], {}, {\"id\":\"../../etc\",\"createdAt\":\"2025-11-01T08:00:00Z\"},"
                + "{\"id\":\"no-time\",\"createdAt\":\"yesterday\"},"
                + task("broken01", "failed", "").replace(picture, "data:image/png;base64,aGVsbG8=") + ","
                + task("good0001", "done", "") + "," + task("good0001", "failed", "") + "]");

        run();

        assertThat(tasks.store.list(100, TaskFilter.ALL)).singleElement().satisfies(task -> {
            assertThat(task.id()).isEqualTo("good0001");
            assertThat(task.status()).isEqualTo(TaskStatus.DONE);
        });
    }

    @Test
    void itIsDoneOnce() throws Exception {
        write("[" + task("once0001", "done", "") + "]");
        run();
        write("[" + task("later001", "done", "") + "]");

        run();

        assertThat(tasks.store.list(100, TaskFilter.ALL)).extracting(Task::id).containsExactly("once0001");
    }

    @Test
    void ofAHalfWrittenFileTheWholeTasksAreTakenAndTheFileIsKept() throws Exception {
        String whole = "[" + task("whole001", "done", "") + "," + task("half0001", "done", "") + "]";
        String half = whole.substring(0, whole.length() - 80);
        write(half);

        run();

        assertThat(tasks.store.list(100, TaskFilter.ALL)).extracting(Task::id).containsExactly("whole001");
        assertKept("tasks.json.damaged-", half.getBytes(StandardCharsets.UTF_8));
        assertThat(tasks.real.folder().resolve("tmp")).isEmptyDirectory();
    }

    @ParameterizedTest
    @MethodSource("studio.testing.NotText#samples")
    void bytesThatAreNoTextAreKeptToo(byte[] bytes) throws Exception {
        Files.write(file, bytes);

        run();

        assertThat(tasks.store.list(100, TaskFilter.ALL)).isEmpty();
        assertKept("tasks.json.damaged-", bytes);
    }

    private void assertKept(String name, byte[] content) {
        EarlierData.Report report = new EarlierData(tasks.real.database())
                .reports(tasks.real.folder())
                .getFirst();
        assertThat(report.kept().getFileName().toString()).startsWith(name);
        assertThat(report.kept()).hasBinaryContent(content);
    }

    @Test
    void oneBadTaskIsSkippedWithItsReasonAndTheFileIsKept() throws Exception {
        String source = "[" + task("good0001", "done", "") + ",{\"id\":\"broken\", nonsense},"
                + "{\"id\":\"notime01\",\"createdAt\":1e400},{\"id\":\"" + "x".repeat(10_000)
                + "\",\"createdAt\":1764579000000},"
                + task("good0002", "failed", "") + "]";
        write(source);

        run();

        assertThat(tasks.store.list(100, TaskFilter.ALL))
                .extracting(Task::id)
                .containsExactlyInAnyOrder("good0001", "good0002");
        assertThat(new EarlierData(tasks.real.database()).reports(tasks.real.folder()))
                .singleElement()
                .satisfies(report -> {
                    assertThat(report.message().in(Language.ENGLISH))
                            .isEqualTo("1 that cannot be read, 1 without a usable id, 1 without a usable time");
                    assertThat(report.kept()).hasContent(source);
                });
    }

    @Test
    void aDatabaseThatFailsLeavesTheFileForTheNextStart() throws Exception {
        String source = "[" + task("first001", "done", "") + "," + task("second01", "done", "") + "]";
        write(source);
        sql("CREATE TRIGGER fails BEFORE INSERT ON task WHEN new.id = 'second01' BEGIN SELECT RAISE(ABORT, 'no'); END");

        assertThatThrownBy(this::run).isInstanceOf(IOException.class);

        assertThat(file).hasContent(source);
        assertThat(new EarlierData(tasks.real.database()).settled("tasks.json")).isFalse();
        sql("DROP TRIGGER fails");
        run();
        assertThat(tasks.store.list(100, TaskFilter.ALL)).hasSize(2);
    }

    @Test
    void valuesOfEveryTypeAreReadOrLeftOut() throws Exception {
        List<String> odd = List.of(
                "null",
                "true",
                "-1",
                "1e400",
                "99999999999999999999",
                "2147483648",
                "\"\"",
                "\"\\u0000\\ud800x\"",
                "[[]]",
                "{\"a\": [1e400, null]}",
                "\"" + "长".repeat(10_000) + "\"");
        List<String> fields = List.of(
                "status",
                "requestId",
                "startedAt",
                "finishedAt",
                "retryOf",
                "cancelRequested",
                "error",
                "errorCode",
                "mayBeBilled",
                "upstreamMs",
                "candidates",
                "result",
                "rawPayload",
                "payload");
        List<String> inPayload = List.of(
                "configId",
                "model",
                "prompt",
                "n",
                "aspectRatio",
                "imageSize",
                "quality",
                "outputCompression",
                "enableGoogleSearch");
        List<String> all = new ArrayList<>();
        for (String value : odd) {
            for (String field : fields) {
                all.add(element(all.size(), "\"" + field + "\":" + value));
            }
            for (String field : inPayload) {
                all.add(element(all.size(), "\"rawPayload\":{\"" + field + "\":" + value + "}"));
            }
            all.add(element(all.size(), "\"result\":{\"galleryEntry\":{\"id\":" + value + "}}"));
        }
        write("[" + String.join(",", all) + "]");

        run();

        assertThat(tasks.store.list(1000, TaskFilter.ALL)).hasSize(all.size()).allSatisfy(task -> {
            assertThat(task.request().count()).isBetween(1, 10);
            assertThat(task.entryId()).matches("[A-Za-z0-9_-]{1,100}");
        });
    }

    private static String element(int number, String field) {
        return "{\"id\":\"t" + number + "\",\"createdAt\":\"2025-11-01T08:00:00Z\",\"status\":\"failed\"," + field
                + "}";
    }

    private void sql(String statement) {
        tasks.real.database().update(c -> c.execute(statement));
    }

    @Test
    void withoutAFileThereIsNothingToDo() throws Exception {
        run();

        assertThat(tasks.store.list(100, TaskFilter.ALL)).isEmpty();
        assertThat(new EarlierData(tasks.real.database()).settled("tasks.json")).isTrue();
    }

    private void write(String json) throws IOException {
        Files.writeString(file, json);
    }

    private void run() throws IOException {
        FolderSettings settings = RealDatabase.folders(root);
        Ids ids = new Ids();
        new ImportEarlierTasks(
                        new EarlierData(tasks.real.database()),
                        new EarlierTask(OpenReferences.in(settings)),
                        tasks.store,
                        tasks.real.database(),
                        tasks.folders,
                        ids,
                        settings)
                .run();
    }

    private String task(String id, String status, String more) {
        return """
                {"id":"%s","status":"%s","stage":"%s","requestId":"r-1","createdAt":"2025-11-01T08:00:00.000Z",
                 "startedAt":null,"payload":{"promptLength":3,"imagesCount":1},
                 "rawPayload":{"configId":"openrouter-default","prompt":"一只猫","images":["%s"],"aspectRatio":"16:9",
                   "imageSize":"","enableGoogleSearch":false}%s}""".formatted(id, status, status, picture, more);
    }
}
