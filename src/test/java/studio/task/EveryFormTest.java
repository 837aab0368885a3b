package studio.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.testing.Client;
import studio.testing.FreshFolders;
import studio.testing.SignedInScene;

/** The whole way of a picture in each wire form, with the practice upstream behind the real adapters. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class EveryFormTest extends SignedInScene {
    @AfterEach
    void removeTheApiConfig() throws Exception {
        client.delete("/api/api-configs/form");
    }

    @ParameterizedTest
    @CsvSource({
        "openai-chat, /sandbox/v1",
        "openai-images, /sandbox/v1",
        "openrouter-images, /sandbox/v1",
        "gemini, /sandbox/v1beta",
        "async-tasks, /sandbox/v1"
    })
    void twoPicturesAreMadeOfWordsAndAReference(String protocol, String path) throws Exception {
        configure(protocol, path);
        JsonNode task = make("a lake at dawn " + protocol, ",\"n\":2,\"images\":[\"" + reference() + "\"]");
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("done");
        assertThat(task.at("/result/galleryEntries")).hasSize(2);
        for (JsonNode entry : task.at("/result/galleryEntries")) {
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(
                    client.bytes(entry.path("imagePath").asText())));
            assertThat(picture.getWidth()).isEqualTo(entry.path("width").asInt());
            assertThat(entry.at("/parameters/got/aspectRatio").asText()).isEqualTo("1:1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "openai-chat, /sandbox/v1, [refuse], prompt_blocked",
        "openai-images, /sandbox/v1, [refuse], prompt_blocked",
        "openrouter-images, /sandbox/v1, [refuse], prompt_blocked",
        "gemini, /sandbox/v1beta, [refuse], prompt_blocked",
        "openai-chat, /sandbox/v1, [block], image_blocked",
        "openai-images, /sandbox/v1, [block], image_blocked",
        "gemini, /sandbox/v1beta, [block], image_blocked",
        "openai-chat, /sandbox/v1, [text], no_image",
        "openai-images, /sandbox/v1, [text], no_image",
        "openrouter-images, /sandbox/v1, [text], no_image",
        "gemini, /sandbox/v1beta, [text], no_image",
        "gemini, /sandbox/v1beta, [finish MAX_TOKENS], truncated",
        "gemini, /sandbox/v1beta, [block PROHIBITED_CONTENT], prompt_blocked",
        "openai-chat, /sandbox/v1, [balance], insufficient_balance",
        "openai-images, /sandbox/v1, [balance], insufficient_balance",
        "openrouter-images, /sandbox/v1, [balance], insufficient_balance",
        "gemini, /sandbox/v1beta, [balance], insufficient_balance",
        "openai-chat, /sandbox/v1, [nomodel], model_not_found",
        "openai-images, /sandbox/v1, [nomodel], model_not_found",
        "openrouter-images, /sandbox/v1, [nomodel], model_not_found",
        "gemini, /sandbox/v1beta, [nomodel], model_not_found",
        "openai-chat, /sandbox/v1, [cut], cut",
        "openai-images, /sandbox/v1, [cut], cut",
        "openrouter-images, /sandbox/v1, [cut], cut",
        "gemini, /sandbox/v1beta, [cut], cut",
        "openai-images, /sandbox/v1, [html], unreadable_answer",
        "gemini, /sandbox/v1beta, [badbase64], unreadable_answer",
        "async-tasks, /sandbox/v1, [refuse], prompt_blocked",
        "async-tasks, /sandbox/v1, [block], image_blocked",
        "async-tasks, /sandbox/v1, [balance], insufficient_balance",
        "async-tasks, /sandbox/v1, [nomodel], model_not_found"
    })
    void aFailureIsCalledByItsName(String protocol, String path, String word, String code) throws Exception {
        configure(protocol, path);
        JsonNode task = make(protocol + " " + word, "");
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("failed");
        assertThat(task.path("errorCode").asText()).as(task.toString()).isEqualTo(code);
        assertThat(task.path("nextStep").asText()).isNotEmpty().isNotEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource({"openai-images, sandbox-sketch", "openrouter-images, practice/sketch"})
    void unfinishedPicturesCanBeLookedAtWhileThePictureIsMade(String protocol, String model) throws Exception {
        configure(protocol, "/sandbox/v1");
        String id = client.create(
                body("a slow river [drip 3s] " + protocol, ",\"partialImages\":2,\"model\":\"" + model + "\""));
        Set<Integer> seen = new HashSet<>();
        int looked = 0;
        try (var lines = client.stream("/api/generate/task/" + id + "/events")) {
            for (Client.Event event = Client.next(lines); event != null; event = Client.next(lines)) {
                if (event.name().equals("partial")) {
                    seen.add(event.data().path("index").asInt());
                    looked += lookAt(event.data().path("url").asText()) ? 1 : 0;
                }
                assertThat(event.name()).as(event.data().toString()).isNotIn("error", "canceled");
            }
        }
        assertThat(seen).containsExactlyInAnyOrder(0, 1);
        assertThat(looked).isPositive();
        JsonNode task = client.get("/api/generate/task/" + id).body();
        assertThat(task.at("/result/galleryEntries")).hasSize(1);
        assertThat(client.get("/api/generate/task/" + id + "/partials/1").status())
                .isEqualTo(404);
    }

    @Test
    void thoughtsAreNotResultsAndTheirSignaturesStayWithTheTask() throws Exception {
        configure("gemini", "/sandbox/v1beta");
        JsonNode task = make("a garden [thought]", "");
        assertThat(task.at("/result/galleryEntries")).hasSize(1);
        assertThat(task.path("candidates").asInt()).isEqualTo(1);
        assertThat(task.at("/result/galleryEntry/parameters/got/turn").asText())
                .isEqualTo(task.path("id").asText() + "/1");
    }

    /** The next one may have replaced it already. */
    private boolean lookAt(String url) throws Exception {
        Client.Answer answer = client.get(url);
        assertThat(answer.status()).isIn(200, 404);
        return answer.status() == 200 && answer.header("content-type").startsWith("image/");
    }

    private void configure(String protocol, String path) throws Exception {
        Client.Answer added = client.post(
                "/api/api-configs",
                "{\"id\":\"form\",\"label\":\"Form\",\"endpoint\":\"http://127.0.0.1:1" + path
                        + "\",\"model\":\"sandbox-sketch\",\"apiKey\":\"sandbox:\",\"protocol\":\"" + protocol + "\""
                        + (protocol.equals("async-tasks") ? ",\"dialect\":\"sub2api\"" : "") + "}");
        assertThat(added.status()).as(added.body().toString()).isLessThan(300);
    }

    private JsonNode make(String prompt, String more) throws Exception {
        return client.end(client.create(body(prompt, more)));
    }

    private static String body(String prompt, String more) {
        return "{\"configId\":\"form\",\"prompt\":\"" + prompt + "\"" + more + "}";
    }

    private static String reference() throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", png);
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
    }
}
