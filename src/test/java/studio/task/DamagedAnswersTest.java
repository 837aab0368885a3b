package studio.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.imaging.probe.ImageProbe;
import studio.testing.FreshFolders;
import studio.testing.Mutations;
import studio.testing.UpstreamDouble;
import studio.testing.UpstreamScene;

/**
 * Answers of upstreams in every wire form, damaged on their way ({@code -Dfuzz.answers} of each): every task ends, with a picture
 * that is one or with a reason that is not ours, and nothing is asked for twice that may have been made. A failure names the
 * seed.
 */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class DamagedAnswersTest extends UpstreamScene {
    private static final long ROUNDS = Long.getLong("fuzz.answers", 150);

    private static final Map<String, String> ANSWERS = Map.of(
            "openai-chat",
            "{\"id\":\"gen-1\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\","
                    + "\"content\":\"Here it is\",\"images\":[{\"type\":\"image_url\",\"image_url\":{\"url\":"
                    + "\"data:image/png;base64,%s\"}}]}}],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":1290,\"cost\":0.04}}",
            "openai-images",
            "{\"created\":1795000000,\"data\":[{\"b64_json\":\"%s\",\"revised_prompt\":\"A lake\"}],\"output_format\":\"png\","
                    + "\"usage\":{\"total_tokens\":100,\"input_tokens\":50,\"output_tokens\":50}}",
            "openrouter-images",
            "{\"created\":1795000000,\"data\":[{\"b64_json\":\"%s\",\"media_type\":\"image/png\"}],\"usage\":{\"cost\":0.04}}",
            "gemini",
            "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"Here\"},{\"inlineData\":{\"mimeType\":"
                    + "\"image/png\",\"data\":\"%s\"},\"thoughtSignature\":\"c2ln\"}]},\"finishReason\":\"STOP\",\"index\":0}],"
                    + "\"usageMetadata\":{\"promptTokenCount\":12,\"candidatesTokenCount\":1290},\"modelVersion\":\"m\"}");

    private static final String REFUSAL =
            "{\"error\":{\"message\":\"Your request was rejected\",\"type\":\"invalid_request_error\",\"code\":\"%s\"}}";

    private static final List<Integer> STATUSES =
            List.of(200, 200, 200, 200, 200, 200, 201, 204, 206, 301, 400, 401, 402, 403, 404, 413, 429, 500, 503, 529);

    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json",
            "application/json; charset=utf-8",
            "text/event-stream",
            "text/html",
            "image/png",
            "multipart/mixed; boundary=x",
            "");

    @TempDir
    Path folder;

    private volatile long seed;
    private volatile String whole = "";

    @BeforeEach
    void damageEveryAnswer() {
        upstream.then(this::answer);
    }

    @ParameterizedTest
    @CsvSource({"openai-chat", "openai-images", "openrouter-images", "gemini"})
    void everyTaskEndsWithAPictureOrAReason(String protocol) throws Exception {
        whole = ANSWERS.get(protocol).formatted(Base64.getEncoder().encodeToString(png(32, 24)));
        configure(",\"protocol\":\"" + protocol + "\"");

        TreeMap<String, Integer> ends = new TreeMap<>();
        for (long round = 0; round < ROUNDS; round++) {
            seed = round;
            long before = upstream.posts();
            JsonNode task = make();
            String end = task.path("status").asText();
            String what = protocol + ", seed " + round + ": " + task;
            assertThat(end).as(what).isIn("done", "failed");
            assertThat(task.path("errorCode").asText()).as(what).isNotIn("internal_error", "save_failed");
            assertThat(upstream.posts() - before)
                    .as(what)
                    .isEqualTo(task.path("attempts").size());
            for (JsonNode entry : task.at("/result/galleryEntries")) {
                byte[] picture = client.bytes(entry.path("imagePath").asText());
                assertThat(ImageProbe.probe(Files.write(folder.resolve("kept"), picture))
                                .width())
                        .as(what)
                        .isPositive();
            }
            ends.merge(end.equals("done") ? end : task.path("errorCode").asText(), 1, Integer::sum);
        }
        System.out.printf("%s: %s%n", protocol, ends);
        assertThat(ends).hasSizeGreaterThan(5).containsKey("done");
    }

    private void answer(UpstreamDouble.Wire wire) throws IOException {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        int status = STATUSES.get(random.nextInt(STATUSES.size()));
        String text = status >= 400 && random.nextBoolean() ? REFUSAL.formatted("moderation_blocked") : whole;
        byte[] body = Mutations.of(text.getBytes(StandardCharsets.UTF_8), random);
        String type = TYPES.get(random.nextInt(TYPES.size()));
        switch (random.nextInt(12)) {
            case 0 -> {
                wire.head(status, type, body.length + 1 + random.nextInt(5000));
                wire.write(body);
                wire.close();
            }
            case 1 -> {
                wire.head(status, type, -1);
                wire.write(body);
                wire.close();
            }
            case 2 -> {
                wire.head(status, type, body.length);
                wire.write(Arrays.copyOf(body, body.length / 2));
                wire.reset();
            }
            default -> wire.answer(status, type, body);
        }
    }
}
