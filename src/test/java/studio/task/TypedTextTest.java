package studio.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import studio.testing.Client;
import studio.testing.Corpus;
import studio.testing.FreshFolders;
import studio.testing.UpstreamScene;

/** Half surrogate pairs and NUL become U+FFFD at the door: what people see, what goes upstream and what is kept is the same. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class TypedTextTest extends UpstreamScene {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, String> ANSWERS = Map.of(
            "openai-chat",
            "{\"choices\":[{\"message\":{\"content\":\"Half \\udc00 way\",\"images\":[{\"image_url\":{\"url\":\"data:image/png;base64,%s\"}}]}}]}",
            "openai-images",
            "{\"data\":[{\"b64_json\":\"%s\",\"revised_prompt\":\"Half \\udc00 way\"}]}",
            "openrouter-images",
            "{\"data\":[{\"b64_json\":\"%s\",\"media_type\":\"image/png\"}]}",
            "gemini",
            "{\"candidates\":[{\"finishReason\":\"STOP\",\"content\":{\"parts\":[{\"text\":\"Half \\udc00 way\"},"
                    + "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"%s\"}}]}}]}");

    static Stream<Arguments> prompts() {
        String filler = "\u706f\u5854 ".repeat(3000);
        List<String[]> halves = List.of(
                new String[] {"cat \\ud83d end", "cat \uFFFD end"},
                new String[] {"cat \\ude00 end", "cat \uFFFD end"},
                new String[] {"\\ude00\\ud83d", "\uFFFD\uFFFD"},
                new String[] {"\\ud83d\\ud83d\\ude00\\n", "\uFFFD\uD83D\uDE00"},
                new String[] {"a\\u0000b", "a\uFFFDb"},
                new String[] {"cat \\ud83d\\ude00 \uD83D\uDE3A", "cat \uD83D\uDE00 \uD83D\uDE3A"},
                new String[] {filler + "\\ud83d", filler + "\uFFFD"},
                new String[] {filler + "\\ud83d\\n\\ude00", filler + "\uFFFD\n\uFFFD"},
                new String[] {filler + "\\ud83d\\ude00\\u0000", filler + "\uD83D\uDE00\uFFFD"});
        return ANSWERS.keySet().stream().sorted().flatMap(protocol -> halves.stream()
                .map(half -> Arguments.of(
                        protocol, Named.of(half[0].replace(filler, "\u2026"), half[0]), Named.of("kept", half[1]))));
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void aPromptIsTheSameOnTheWireInTheTaskAndInTheGallery(String protocol, String typed, String kept)
            throws Exception {
        configure(",\"protocol\":\"" + protocol + "\"");
        answerWith(protocol);
        JsonNode task = client.end(client.create(request("").replace("a lake", typed)));
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("done");
        JsonNode entry = task.at("/result/galleryEntry");
        assertThat(entry.path("prompt").asText()).isEqualTo(kept);
        assertThat(upstream.posts()).isEqualTo(1);
        assertThat(JSON.readTree(upstream.requests().getLast().body()).toString())
                .contains("\"" + kept.replace("\n", "\\n") + "\"");
        String id = entry.path("id").asText();
        assertThat(client.get("/api/gallery/" + id).body().at("/entry/prompt").asText(kept))
                .isEqualTo(kept);
        assertThat(client.get("/api/generate/task/" + task.path("id").asText() + "/input")
                        .body()
                        .path("prompt")
                        .asText())
                .isEqualTo(kept);
        String picture = new String(client.bytes(entry.path("imagePath").asText()), StandardCharsets.UTF_8);
        assertThat(picture).contains(kept.substring(0, Math.min(kept.length(), 20)));
    }

    static Stream<Named<byte[]>> cases() {
        return Corpus.of("cases/lone-surrogate-in-prompt");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aPromptThatWasCutInsideAnEmojiMakesAPicture(byte[] body) throws Exception {
        configure("");
        answerWith("openai-chat");
        String sent = new String(body, StandardCharsets.UTF_8).replace("\"img\"", "\"" + config + "\"");
        JsonNode entry = client.end(client.create(sent)).at("/result/galleryEntry");
        assertThat(entry.path("prompt").asText()).isEqualTo("cat \uFFFD end");
        assertThat(entry.path("responseText").asText()).isEqualTo("Half \uFFFD way");
    }

    @Test
    void wordsOfAnUpstreamAreWholeInEveryEventAndAnswer() throws Exception {
        configure(",\"protocol\":\"openai-chat\"");
        upstream.then(wire -> wire.json(
                400, "{\"error\":{\"message\":\"no \\ud83d cats\\u0000\",\"code\":\"odd\\ud83d\",\"\\ud83d\":1}}"));
        List<Client.Event> events = client.follow(client.create(request("")), null);
        assertThat(events.getLast().name()).isEqualTo("error");
        assertThat(events.getLast().data().at("/upstream/message").asText()).isEqualTo("no \uFFFD cats\uFFFD");
        assertThat(events.getLast().data().at("/upstream/code").asText()).isEqualTo("odd\uFFFD");
    }

    @Test
    void longWordsOfAnUpstreamAreNotCutInsideAnEmoji() throws Exception {
        configure(",\"protocol\":\"openai-chat\"");
        upstream.then(wire -> wire.json(400, "{\"error\":{\"message\":\"x" + "\uD83D\uDE00".repeat(3000) + "\"}}"));
        List<Client.Event> events = client.follow(client.create(request("")), null);
        String words = events.getLast().data().at("/upstream/message").asText();
        assertThat(words).isEqualTo("x" + "\uD83D\uDE00".repeat((words.length() - 1) / 2));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/generate/task, '{\"\\ud83d\":1}', 400",
        "POST, /api/generate/task, '{\"prompt\":\"x\",\"configId\":\"\\ud83d\"}', 404",
        "POST, /api/templates, '{\"title\":\"\\ud83d\"}', 400",
        "POST, /api/templates/import, '{\"templates\":[{\"\\ud83d\":1}]}', 400",
        "POST, /api/gallery/delete, '{\"ids\":[\"\\ud83d\",\"\\u0000\"]}', 200",
        "GET, /api/gallery/a%00%ED%A0%BD, '', 404",
        "GET, /api/gallery?q=%00%ED%A0%BD&configId=%00, '', 200",
        "DELETE, /api/api-configs/a%00, '', 404",
    })
    void anyOtherTextIsAnsweredAsAnyOther(String method, String path, String body, int status) throws Exception {
        var publisher = body.isEmpty() ? null : java.net.http.HttpRequest.BodyPublishers.ofString(body);
        Client.Answer answer = client.send(method, path, publisher);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.body().toString()).doesNotContain("\\u0000");
    }

    @Test
    void aNameInAnAddressIsReadAsOneInABody() throws Exception {
        assertThat(client.get("/api/models/capabilities?model=a%00%ED%A0%BDb")
                        .body()
                        .path("model")
                        .asText())
                .matches("a\uFFFD+b");
        Client.Answer made =
                client.post("/api/templates", "{\"title\":\"half \\ud83d\",\"prompt\":\"p\\u0000\",\"id\":\"typed\"}");
        assertThat(made.body().at("/template/title").asText()).isEqualTo("half \uFFFD");
        assertThat(made.body().at("/template/prompt").asText()).isEqualTo("p\uFFFD");
        client.delete("/api/templates/typed");
    }

    private void answerWith(String protocol) throws Exception {
        String picture = Base64.getEncoder().encodeToString(png(64, 64));
        upstream.then(wire -> wire.json(
                200,
                wire.request().method().equals("POST") ? ANSWERS.get(protocol).formatted(picture) : "{\"data\":[]}"));
    }
}
