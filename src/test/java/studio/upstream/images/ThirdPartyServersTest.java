package studio.upstream.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.model.PictureOptions;
import studio.model.Protocol;
import studio.testing.FreshFolders;
import studio.testing.NodeScripts;
import studio.testing.RunningProgram;
import studio.upstream.Answer;
import studio.upstream.Connection;
import studio.upstream.ConnectionCheck;
import studio.upstream.ImageRequest;
import studio.upstream.Outcome;
import studio.upstream.TaskExchange;
import studio.upstream.UpstreamException;
import studio.upstream.transport.UpstreamClient;

/** The adapter in front of servers that we did not write. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class ThirdPartyServersTest {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+");

    /** One grey pixel. */
    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=";

    @Inject
    Vertx vertx;

    @Inject
    @RestClient
    UpstreamClient client;

    @TempDir
    Path folder;

    private Answer generate(ImageRequest request) throws IOException {
        return ImagesFixture.provider(client, vertx, 1)
                .generate(request, new TaskExchange(folder.resolve("task"), Duration.ofSeconds(20)));
    }

    private ImageRequest request(String endpoint, String dialect, String prompt, int references) throws IOException {
        return new ImageRequest(
                ImagesFixture.connection(endpoint, dialect),
                "gpt-image-2",
                prompt,
                references == 0
                        ? List.of()
                        : List.of(
                                ImagesFixture.reference(folder, 1, "image/png"),
                                ImagesFixture.reference(folder, 2, "image/png")),
                null,
                2,
                PictureOptions.NONE);
    }

    private RunningProgram aimock() throws Exception {
        Path fixtures = Files.createDirectories(folder.resolve("fixtures"));
        Files.writeString(fixtures.resolve("images.json"), """
                {"fixtures": [
                  {"match": {"endpoint": "image", "userMessage": "two boats"},
                   "response": {"images": [{"b64Json": "%s", "revisedPrompt": "two red boats"}, {"url": "https://example.com/2.png"}]}},
                  {"match": {"endpoint": "image", "userMessage": "too fast"},
                   "response": {"error": {"message": "Rate limit reached", "type": "requests", "code": "rate_limit_exceeded"}, "status": 429, "retryAfter": 1}},
                  {"match": {"endpoint": "image", "userMessage": "forbidden"},
                   "response": {"error": {"message": "Rejected by the safety system.", "type": "image_generation_user_error", "code": "moderation_blocked"}, "status": 400}}
                ]}""".formatted(PIXEL));
        return NodeScripts.start(
                "node_modules/@copilotkit/aimock/dist/cli.js",
                Map.of(),
                ADDRESS,
                START,
                "-p",
                "0",
                "-f",
                fixtures.toString());
    }

    private static String address(RunningProgram program) {
        Matcher found = ADDRESS.matcher(program.readyLine());
        assertThat(found.find()).isTrue();
        return found.group();
    }

    @Test
    void aimockAnswersGenerationsEditsErrorsAndItsList() throws Exception {
        try (RunningProgram server = aimock()) {
            String base = address(server);
            for (int references : List.of(0, 2)) {
                Answer answer = generate(request(base + "/v1", "auto", "two boats", references));
                assertThat(answer.candidates()).hasSize(2);
                assertThat(((Answer.StoredPicture) answer.candidates().get(0)).bytes())
                        .isEqualTo(68);
                assertThat(answer.candidates().get(1)).isEqualTo(Answer.RemotePicture.at("https://example.com/2.png"));
                assertThat(answer.details().revisedPrompt()).isEqualTo("two red boats");
                assertThat(answer.details().requestId()).startsWith("req-");
            }
            assertThat(generate(request(base, "ark", "two boats", 2)).candidates())
                    .hasSize(2);

            UpstreamException blocked = catchThrowableOfType(
                    UpstreamException.class, () -> generate(request(base + "/v1", "auto", "forbidden", 0)));
            assertThat(blocked.code()).isEqualTo("prompt_blocked");
            UpstreamException fast = catchThrowableOfType(
                    UpstreamException.class, () -> generate(request(base + "/v1", "auto", "too fast", 0)));
            assertThat(fast.code()).isEqualTo("rate_limited");
            assertThat(fast.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(fast.retryAfter()).isEqualTo(Duration.ofSeconds(1));

            ConnectionCheck check = ImagesFixture.provider(client, vertx, 0)
                    .check(ImagesFixture.connection(base + "/v1", "auto"), "no-such-model");
            assertThat(check.models()).isPositive();
            assertThat(check.modelKnown()).isFalse();

            assertThat(paths(base))
                    .as("what arrived there: a refusal twice, everything else once")
                    .containsExactly(
                            "POST /v1/images/generations",
                            "POST /v1/images/edits",
                            "POST /api/v3/images/generations",
                            "POST /v1/images/generations",
                            "POST /v1/images/generations",
                            "POST /v1/images/generations");
        }
    }

    private static List<String> paths(String base) throws IOException {
        JsonNode journal = new ObjectMapper()
                .readTree(URI.create(base + "/__aimock/journal").toURL());
        assertThat(journal.isArray()).isTrue();
        List<String> paths = new java.util.ArrayList<>();
        for (JsonNode entry : journal) {
            if (entry.path("method").asText().equals("POST")) {
                paths.add("POST " + entry.path("path").asText());
            }
        }
        return paths;
    }

    @Test
    void mockOpenAiApiPutsADataUrlWhereBase64Belongs() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Pattern ready = Pattern.compile("Server address");
        try (RunningProgram server = NodeScripts.start(
                "node_modules/mock-openai-api/dist/cli.js",
                Map.of(),
                ready,
                START,
                "-H",
                "127.0.0.1",
                "-p",
                Integer.toString(port))) {
            assertThat(server.readyLine()).contains(Integer.toString(port));
            String base = "http://127.0.0.1:" + port + "/v1";

            // Its fixed key, and a model that it takes; the dialect is one that asks for base64.
            Connection connection =
                    new Connection("c", "Label", URI.create(base), "DeepChat", Protocol.OPENAI_IMAGES, "recraft");
            ImageRequest asked =
                    new ImageRequest(connection, "gpt-4o-image", "a boat", List.of(), null, 2, PictureOptions.NONE);
            Answer pictures = generate(asked);
            assertThat(pictures.candidates()).isNotEmpty().allMatch(Answer.StoredPicture.class::isInstance);
            byte[] first = Files.readAllBytes(
                    ((Answer.StoredPicture) pictures.candidates().getFirst()).file());
            assertThat(first).startsWith((byte) 0x89, (byte) 'P', (byte) 'N', (byte) 'G');

            ImageRequest edit = new ImageRequest(
                    new Connection("c", "Label", URI.create(base), "DeepChat", Protocol.OPENAI_IMAGES, "openai"),
                    "gpt-4o-image",
                    "a boat",
                    List.of(ImagesFixture.reference(folder, 1, "image/png")),
                    null,
                    1,
                    PictureOptions.NONE);
            UpstreamException nowhere = catchThrowableOfType(UpstreamException.class, () -> generate(edit));
            assertThat(nowhere.code()).as("it has no edits").isEqualTo("wrong_path");
        }
    }
}
