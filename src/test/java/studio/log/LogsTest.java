package studio.log;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class LogsTest {
    private static final Logger LOG = Logger.getLogger("studio.task.Probe");

    private final LogBuffer buffer;

    LogsTest(LogBuffer buffer) {
        this.buffer = buffer;
    }

    @Test
    void theNewestLinesComeLastWithWhatBelongsToThem() {
        String bearer = SignedIn.bearer();
        LOG.info("first");
        MDC.put("taskId", "t-1");
        LOG.warn("second", new IllegalStateException("no good", new IOException("disk")));
        MDC.remove("taskId");
        given().header("Authorization", bearer)
                .get("/api/logs?limit=2")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("logs.size()", equalTo(2))
                .body("logs[0].message", equalTo("first"))
                .body("logs[0].level", equalTo("info"))
                .body("logs[0].scope", equalTo("task"))
                .body("logs[1].level", equalTo("warn"))
                .body("logs[1].extra.taskId", equalTo("t-1"))
                .body("logs[1].extra.exception.message", equalTo("no good"))
                .body("logs[1].extra.exception.cause.message", equalTo("disk"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2001", "-1", "many"})
    void aSenselessLimitIsRefused(String limit) {
        given().header("Authorization", SignedIn.bearer())
                .queryParam("limit", limit)
                .get("/api/logs")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("limit"));
    }

    @Test
    void nothingSecretGetsIntoTheRingOrTheConsole() throws IOException {
        Redaction.register("plain-looking-words");
        LOG.errorf(
                new IllegalStateException("key sk-live-SECRET0123456789"),
                "password=SECRETpw %s %s",
                "plain-looking-words",
                "data:image/png;base64," + "SECRETAA".repeat(5000));
        LogEntry kept = buffer.last(1).getFirst();
        assertThat(kept.toString())
                .doesNotContain("SECRET")
                .doesNotContain("plain-looking-words")
                .contains("password=[hidden]");
        String file = Files.readString(Path.of("target/test-studio/console.log"));
        assertThat(file)
                .contains("password=[hidden]")
                .doesNotContain("SECRETpw")
                .doesNotContain("SECRET0123")
                .doesNotContain("SECRETAA");
    }

    @Test
    void oneLineIsBounded() {
        LOG.info("很长 ".repeat(100_000));
        assertThat(buffer.last(1).getFirst().message()).hasSizeLessThan(4100).endsWith("(300000 characters)");
    }

    @Test
    void theRingIsBounded() {
        for (int i = 0; i < 2500; i++) {
            LOG.debug("not kept");
            LOG.info("line " + i);
        }
        assertThat(buffer.last(Integer.MAX_VALUE)).hasSize(2000);
        assertThat(buffer.last(1).getFirst().message()).isEqualTo("line 2499");
    }

    @Test
    void linesAreWatchedAsTheyComeAndResumedAfterABreak() throws IOException {
        LOG.info("before");
        String id;
        try (Watcher watcher = new Watcher(null)) {
            LOG.info("while watched");
            assertThat(watcher.dataOf("while watched"))
                    .contains("\"scope\":\"task\"")
                    .doesNotContain("before");
            id = watcher.lastId;
        }
        LOG.info("missed");
        try (Watcher watcher = new Watcher(id)) {
            assertThat(watcher.dataOf("missed")).doesNotContain("while watched");
        }
    }

    private static final class Watcher implements AutoCloseable {
        private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        private final BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        String lastId = "";

        Watcher(String resumeAfter) throws IOException {
            socket.setSoTimeout(10_000);
            String request = "GET /api/logs/events HTTP/1.1\r\nHost: x\r\nAuthorization: " + SignedIn.bearer() + "\r\n"
                    + (resumeAfter == null ? "" : "Last-Event-ID: " + resumeAfter + "\r\n") + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
            String header = in.readLine();
            while (!header.isEmpty()) {
                header = in.readLine();
            }
        }

        /** All data lines up to the one that contains the words. */
        String dataOf(String words) throws IOException {
            StringBuilder data = new StringBuilder();
            String line;
            while ((line = in.readLine()) != null) {
                if (line.startsWith("id:")) {
                    lastId = line.substring(3);
                }
                if (line.startsWith("data:")) {
                    data.append(line).append('\n');
                    if (line.contains(words)) {
                        break;
                    }
                }
            }
            return data.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
