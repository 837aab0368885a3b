package studio.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import studio.settings.FolderSettings;
import studio.testing.Client;
import studio.testing.Contract;
import studio.testing.FreshFolders;
import studio.testing.SignedInScene;

/** What a task still knows of what was asked. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class TaskRecallTest extends SignedInScene {
    @Inject
    FolderSettings settings;

    @Inject
    ObjectMapper mapper;

    @Test
    void aTaskShowsTheStartOfItsPromptAndItsInputTheWhole() throws Exception {
        String prompt = "🏔️".repeat(100) + "雪山".repeat(100);
        String id = client.create(mapper.createObjectNode()
                .put("prompt", prompt)
                .put("imageSize", "512")
                .put("aspectRatio", "16:9")
                .toString());
        JsonNode payload = client.end(id).path("payload");
        String start = payload.path("promptStart").asText();
        assertThat(start.codePointCount(0, start.length())).isEqualTo(280);
        assertThat(prompt).startsWith(start);
        assertThat(payload.path("promptLength").asInt()).isEqualTo(400);
        assertThat(payload.has("references")).isFalse();

        JsonNode input = client.get("/api/generate/task/" + id + "/input").body();
        assertThat(new Contract(client.get("/q/openapi?format=json").body())
                        .faults("GET", "/api/generate/task/{id}/input", 200, input))
                .isEmpty();
        assertThat(input.path("prompt").asText()).isEqualTo(prompt);
        assertThat(input.path("configId").asText()).isEqualTo("sandbox");
        assertThat(input.path("aspectRatio").asText()).isEqualTo("16:9");
        assertThat(input.path("imageSize").asText()).isEqualTo("512");
    }

    @Test
    void theInputOfATaskCanBeSentAgainAsItIs() throws Exception {
        String picture = "data:image/png;base64," + png();
        String id = client.create(mapper.createObjectNode()
                .put("prompt", "redraw")
                .put("imageSize", "512")
                .set("images", mapper.createArrayNode().add(picture))
                .toString());
        JsonNode reference = client.end(id).at("/payload/references/0");
        assertThat(reference.asText()).startsWith("upload:").hasSize("upload:".length() + 64);

        JsonNode input = client.get("/api/generate/task/" + id + "/input").body();
        assertThat(input.path("images")).containsExactly(reference);
        JsonNode again = client.end(client.create(input.toString()));
        assertThat(again.path("status").asText()).isEqualTo("done");
        assertThat(again.path("payload").path("references")).containsExactly(reference);

        Files.delete(settings.inputs().resolve(reference.asText().substring("upload:".length()) + ".png"));
        assertThat(client.get("/api/generate/task/" + id + "/input").body().path("images"))
                .isEmpty();
    }

    @Test
    void anUnknownTaskHasNoInput() throws Exception {
        assertThat(client.get("/api/generate/task/none/input").status()).isEqualTo(404);
    }

    @Test
    void aTaskIsFoundByItsRequestAndBySeveralStates() throws Exception {
        Client.Answer accepted = client.post(
                "/api/generate/task", "{\"prompt\":\"sea\",\"imageSize\":\"512\"}", "X-Request-Id", "from-the-log-1");
        String id = accepted.body().path("taskId").asText();
        client.end(id);
        assertThat(client.get("/api/tasks?requestId=from-the-log-1").body().path("tasks"))
                .singleElement()
                .satisfies(task -> assertThat(task.path("id").asText()).isEqualTo(id));
        assertThat(client.get("/api/tasks?requestId=other").body().path("tasks"))
                .isEmpty();
        assertThat(client.get("/api/tasks?status=failed,%20done&requestId=from-the-log-1")
                        .body()
                        .path("tasks"))
                .hasSize(1);
        assertThat(client.get("/api/tasks?status=active&requestId=from-the-log-1")
                        .body()
                        .path("tasks"))
                .isEmpty();
        assertThat(client.get("/api/tasks?status=done,asleep").status()).isEqualTo(400);
    }

    @Test
    void aWaitingTaskTellsHowLongTasksLikeItTook() throws Exception {
        client.end(client.create("{\"prompt\":\"sea\",\"imageSize\":\"512\",\"model\":\"sandbox-sketch\"}"));
        String id = client.create("{\"prompt\":\"[hang] sea\",\"imageSize\":\"512\",\"model\":\"sandbox-sketch\"}");
        assertThat(client.get("/api/generate/task/" + id)
                        .body()
                        .path("estimateMs")
                        .asLong())
                .isPositive();
        assertThat(client.delete("/api/generate/task/" + id).body().has("estimateMs"))
                .isFalse();
    }

    private static String png() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "png", out);
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }
}
