package studio.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.config.SandboxKey;
import studio.settings.FolderSettings;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;

/** What is read of requests, by who sends them. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class StrangersTest {
    private static final String PART =
            "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n\r\nPNG";

    @Inject
    FolderSettings settings;

    @Inject
    SandboxKey key;

    /** Each declares a body that never comes: whoever reads it waits. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/generate|401",
                "POST /api/generate/task|401",
                "POST /api/uploads|401",
                "PUT /api/templates/x|401",
                "POST /gallery/a.png|401",
                "POST /nowhere|401",
                "POST /webui/|405",
                "GET /webui/nothing.png|404",
                "POST /q/health/live|200",
                "POST /q/openapi|405",
                "GET /q/health/live|200",
                "DELETE /api/login|405",
                "POST /sandbox/v1/chat/completions|401",
                "POST /sandbox/v1/images/generations|401",
                "POST /sandbox/v1/images/edits|401",
                "POST /sandbox/v1/images|401",
                "POST /sandbox/v1beta/models/sandbox-painter:generateContent|403",
                "POST /sandbox/nothing|401",
            })
    void nothingOfAStrangersBodyIsRead(String request) throws IOException {
        String[] parts = request.split("\\|");
        for (String type : List.of("application/json", "multipart/form-data; boundary=b", "image/png", "nonsense")) {
            try (RawHttp http = new RawHttp(RestAssured.port)) {
                http.send(parts[0] + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type
                        + "\r\nContent-Length: 60000000\r\n\r\n" + PART);
                String answer = http.until("\r\n\r\n");
                assertThat(answer).as(type).startsWith("HTTP/1.1 " + parts[1]);
                assertThat(answer.toLowerCase(Locale.ROOT)).contains("connection: close");
            }
        }
        assertThat(forms()).isEmpty();
    }

    @Test
    void theBodyOfASignInIsTwoKilobytes() throws IOException {
        String fits = "{\"password\":\"wrong\"" + " ".repeat(2048 - 21) + "}";
        assertThat(fits).hasSize(2047);
        assertThat(signIn("Content-Length: 2047\r\n\r\n" + fits)).startsWith("HTTP/1.1 401 ");
        assertThat(signIn("Content-Length: 2049\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ")
                .contains("body_too_large");
        assertThat(signIn("Transfer-Encoding: chunked\r\n\r\n900\r\n" + "x".repeat(0x900) + "\r\n"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(signIn("Transfer-Encoding: chunked\r\n\r\n14\r\n{\"password\":\"wrong\"}\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 401 ");
    }

    @Test
    void aSignInThatAsksFirstIsToldToGoOn() throws IOException {
        try (RawHttp http = new RawHttp(RestAssured.port)) {
            http.send("POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 20\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
            assertThat(http.until("\r\n\r\n")).startsWith("HTTP/1.1 100 ");
            assertThat(http.send("{\"password\":\"wrong\"}").rest()).startsWith("HTTP/1.1 401 ");
        }
    }

    private static String signIn(String rest) throws IOException {
        try (RawHttp http = new RawHttp(RestAssured.port)) {
            http.send("POST /api/login HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 1.2.3.4\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\n" + rest);
            return http.rest();
        }
    }

    @Test
    void theFolderOfFormsIsTheOwnersAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings.forms())))
                .isEqualTo("rwx------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/uploads", "/sandbox/v1/images/edits"})
    void theFilesOfAFormThatBreaksOffAreGone(String path) throws IOException {
        List<Map<String, Object>> before = Noise.errors();
        String bearer = path.startsWith("/api") ? SignedIn.bearer() : "Bearer " + key.value();
        try (RawHttp http = new RawHttp(RestAssured.port)) {
            http.send("POST " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + bearer
                    + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 900000\r\n\r\n" + PART);
            await().until(() -> forms().size() == 1);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(forms().getFirst())))
                    .isEqualTo("rw-------");
            http.reset();
        }
        await().until(() -> forms().isEmpty());
        assertThat(before).containsAll(Noise.errors());
    }

    @Test
    void theFilesOfAFormThatIsRefusedAreGone() throws IOException {
        String body = PART + "\r\n" + PART + "\r\n--b--\r\n";
        try (RawHttp http = new RawHttp(RestAssured.port)) {
            http.send(
                    "POST /api/uploads HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: " + SignedIn.bearer()
                            + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: " + body.length()
                            + "\r\n\r\n" + body);
            assertThat(http.rest()).startsWith("HTTP/1.1 400 ");
        }
        assertThat(forms()).isEmpty();
    }

    @Test
    void whatIsLeftOfFormsIsGoneAfterAStart() throws IOException {
        Path left = Files.write(settings.forms().resolve("form-left"), "PNG".getBytes(StandardCharsets.US_ASCII));
        new Forms(settings).clear(null);
        assertThat(left).doesNotExist();
    }

    private List<Path> forms() throws IOException {
        try (Stream<Path> files = Files.list(settings.forms())) {
            return files.toList();
        }
    }
}
