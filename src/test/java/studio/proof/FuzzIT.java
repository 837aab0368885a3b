package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import studio.proof.ApiRequests.Call;

/**
 * Whatever is asked, the server says what is wrong: no 5xx, no failure without a code and a sentence, no hang. The
 * seed is fixed, so that a build says the same twice; to look for more, change it and the number of tries.
 */
class FuzzIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ENOUGH = 64 << 10;
    /** What the practice upstream or a full queue may answer in earnest. */
    private static final Set<Integer> IN_EARNEST = Set.of(502, 503, 504);

    /** An address or a header that is too long is refused before anything of the studio sees it. */
    private static final Set<Integer> UNREAD = Set.of(414, 431);

    private static final ObjectMapper JSON = new ObjectMapper();

    private static PackagedServer server;
    private static HttpClient http;
    private static String token;
    private static ApiRequests requests;

    @BeforeContainer
    static void start() throws Exception {
        requests = new ApiRequests(Path.of("docs/openapi.yaml"));
        server = new PackagedServer("fuzz", "http://127.0.0.1:1/v1")
                .with("MAX_CONCURRENT_TASKS", "4")
                .flag("-Xmx256m", "-XX:TieredStopAtLevel=1");
        server.start();
        token = server.client().token();
        http = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @AfterContainer
    static void stop() throws Exception {
        http.close();
        server.close();
    }

    @Property(tries = 400, seed = "20261125", shrinking = ShrinkingMode.BOUNDED)
    void everyRequestIsAnsweredAndEveryFailureExplained(@ForAll("calls") Call call) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.base() + call.path()))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", call.type())
                .method(
                        call.method(),
                        call.body().isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(call.body(), StandardCharsets.UTF_8))
                .build();
        HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            if (answer.statusCode() >= 400
                    && !UNREAD.contains(answer.statusCode())
                    && !call.method().equals("HEAD")) {
                explained(answer, body.readNBytes(ENOUGH));
            }
            assertThat(answer.statusCode())
                    .matches(status -> status < 500 || IN_EARNEST.contains(status), "no fault of the server");
        }
    }

    @Provide
    Arbitrary<Call> calls() {
        return requests.calls();
    }

    private static void explained(HttpResponse<?> answer, byte[] body) throws IOException {
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        JsonNode problem = JSON.readTree(body);
        assertThat(problem.path("status").asInt()).isEqualTo(answer.statusCode());
        assertThat(problem.path("code").asText()).matches("[a-z][a-z0-9_]+");
        assertThat(problem.path("message").asText()).isNotBlank();
        assertThat(problem.path("requestId").asText()).isNotBlank();
    }
}
