package studio;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import studio.config.CurrentConfig;
import studio.config.SandboxKey;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;
import studio.testing.UpstreamDouble;

/** No key, password or secret gets into the log, its file, or an answer, whoever tries to put it there. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class SecretsStaySecretTest {
    private static final Logger LOG = Logger.getLogger("studio.task.Probe");

    /** Of no shape that gives a key away. */
    private static final String KEY = "relayKeyWithoutAnyShape7Q";

    private static final String OTHER_PASSWORD = "not-the-password-4711";

    private final CurrentConfig config;
    private final SandboxKey sandbox;

    SecretsStaySecretTest(CurrentConfig config, SandboxKey sandbox) {
        this.config = config;
        this.sandbox = sandbox;
    }

    @Test
    void whateverGoesWrongWithThem() throws IOException {
        String bearer = SignedIn.bearer();
        String mark = "mark-" + System.nanoTime();
        try (UpstreamDouble upstream = new UpstreamDouble()) {
            // An upstream that repeats the wrong key in plain sight, in its words and in its headers.
            upstream.then(wire -> wire.json(
                    401,
                    "{\"error\":{\"message\":\"Incorrect API key provided: " + KEY + ".\",\"code\":\"" + KEY + "\"}}"));
            send(
                            bearer,
                            "/api/api-configs",
                            Map.of(
                                    "id",
                                    "echo",
                                    "label",
                                    "Echo",
                                    "endpoint",
                                    upstream.base(),
                                    "model",
                                    "m",
                                    "apiKey",
                                    KEY))
                    .statusCode(200)
                    .body(not(containsString(KEY)));
            given().header("Authorization", bearer)
                    .get("/api/api-configs/echo/models")
                    .then()
                    .body(not(containsString(KEY)));
            given().header("Authorization", bearer)
                    .post("/api/api-configs/echo/test")
                    .then()
                    .body(not(containsString(KEY)));
            send(bearer, "/api/generate", Map.of("prompt", mark, "configId", "echo"))
                    .statusCode(502)
                    .body(not(containsString(KEY)));
            given().header("Authorization", bearer)
                    .get("/api/tasks")
                    .then()
                    .statusCode(200)
                    .body(not(containsString(KEY)));
        }
        send(bearer, "/api/login", Map.of("password", OTHER_PASSWORD))
                .statusCode(401)
                .body(not(containsString(OTHER_PASSWORD)));
        given().header("Authorization", bearer)
                .contentType(ContentType.JSON)
                .body("{\"apiKey\": \"" + KEY + "\", " + KEY)
                .post("/api/api-configs")
                .then()
                .statusCode(400)
                .body(not(containsString(KEY)));
        String secret = config.current().auth().secret();
        // Even what our own code would log by mistake.
        LOG.errorf(
                new IllegalStateException(KEY),
                "%s %s %s %s %s",
                mark,
                KEY,
                FreshFolders.PASSWORD,
                secret,
                sandbox.value());

        String ring = given().header("Authorization", bearer)
                .get("/api/logs?limit=2000")
                .asString();
        String console = Files.readString(Path.of("target/test-studio/console.log"), StandardCharsets.UTF_8);
        String token = bearer.substring("Bearer ".length());
        for (String log : List.of(ring, console.substring(console.indexOf(mark)))) {
            assertThat(log)
                    .contains(mark)
                    .doesNotContain(KEY)
                    .doesNotContain(OTHER_PASSWORD)
                    .doesNotContain(FreshFolders.PASSWORD)
                    .doesNotContain(secret)
                    .doesNotContain(sandbox.value())
                    .doesNotContain(token);
        }
        assertThat(console).doesNotContain(KEY).doesNotContain(OTHER_PASSWORD);
        given().header("Authorization", bearer)
                .delete("/api/api-configs/echo")
                .then()
                .statusCode(200);
    }

    private static io.restassured.response.ValidatableResponse send(String bearer, String path, Object body) {
        return given().header("Authorization", bearer)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then();
    }
}
