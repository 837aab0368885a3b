package studio.task;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.generation.GenerationRequest;
import studio.generation.ReferencePicture;
import studio.generation.ReferencePictures;
import studio.json.Spooled;
import studio.json.SpooledJson;
import studio.model.PictureOptions;
import studio.upstream.NextStep;
import studio.web.ProblemException;

/** Reads one element of the earlier server's {@code tasks.json}, or of our own mirror. */
@Singleton
class EarlierTask {
    private static final Logger LOG = Logger.getLogger(EarlierTask.class);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final ReferencePictures references;

    EarlierTask(ReferencePictures references) {
        this.references = references;
    }

    /** Empty for what is no task, or whose pictures cannot be kept: a retry would then pay for something else. */
    Optional<Task> read(SpooledJson json, JsonNode node) {
        String id = node.path("id").asText("");
        Instant created = instant(node.path("createdAt"));
        if (!ID.matcher(id).matches() || created == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(task(json, node, id, created));
        } catch (ProblemException e) {
            LOG.warnf("Task %s is not taken over: %s", id, e.getMessage());
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Task task(SpooledJson json, JsonNode node, String id, Instant created) throws IOException {
        TaskStatus status =
                switch (node.path("status").asText("")) {
                    case "done" -> TaskStatus.DONE;
                    case "canceled" -> TaskStatus.CANCELED;
                    default -> TaskStatus.FAILED;
                };
        boolean ended =
                status != TaskStatus.FAILED || node.path("status").asText("").equals("failed");
        Instant finished = instant(node.path("finishedAt"));
        String entryId = node.path("result").path("galleryEntry").path("id").asText(id);
        return new Task(
                id,
                entryId,
                text(node, "requestId"),
                request(json, node),
                status,
                status.firstStage(),
                created,
                instant(node.path("startedAt")),
                finished == null ? created : finished,
                text(node, "retryOf"),
                node.path("cancelRequested").asBoolean(false),
                failure(node, status, ended),
                node.path("upstreamMs").isIntegralNumber()
                        ? node.path("upstreamMs").asLong()
                        : null,
                node.path("candidates").isInt() ? node.path("candidates").asInt() : null,
                List.of(),
                status == TaskStatus.DONE ? List.of(1) : List.of(),
                Set.of(),
                1);
    }

    private static @Nullable TaskFailure failure(JsonNode node, TaskStatus status, boolean ended) {
        if (!ended) {
            return TaskFailure.interrupted(true);
        }
        String words = node.path("error").asText("");
        return switch (status) {
            case FAILED ->
                new TaskFailure(
                        node.path("errorCode").asText("failed"),
                        words.isEmpty() ? "任务失败" : words,
                        words.isEmpty() ? "The task failed" : words,
                        node.path("mayBeBilled").asBoolean(true),
                        NextStep.NONE,
                        java.util.Map.of());
            case CANCELED -> TaskFailure.canceled(node.path("mayBeBilled").asBoolean(true));
            default -> null;
        };
    }

    private GenerationRequest request(SpooledJson json, JsonNode node) throws IOException {
        JsonNode raw = node.has("rawPayload") ? node.path("rawPayload") : node.path("payload");
        String prompt = raw.path("prompt").asText("");
        Optional<Spooled> longPrompt = json.spooled(raw.path("prompt"));
        if (longPrompt.isPresent() && longPrompt.get() instanceof Spooled.Text file) {
            prompt = file.read();
        }
        return new GenerationRequest(
                raw.path("configId").asText(""),
                raw.path("model").asText(""),
                prompt,
                pictures(json, raw.path("images")),
                null,
                raw.path("n").asInt(1),
                new PictureOptions(
                        text(raw, "aspectRatio"),
                        text(raw, "imageSize"),
                        text(raw, "size"),
                        text(raw, "quality"),
                        text(raw, "outputFormat"),
                        raw.path("outputCompression").isInt()
                                ? raw.path("outputCompression").asInt()
                                : null,
                        text(raw, "background"),
                        text(raw, "moderation"),
                        raw.path("enableGoogleSearch").asBoolean(false),
                        0),
                false);
    }

    private List<ReferencePicture> pictures(SpooledJson json, JsonNode images) throws IOException {
        List<ReferencePicture> pictures = new ArrayList<>();
        for (JsonNode image : images) {
            Optional<Spooled> file = json.spooled(image);
            if (file.isEmpty() || !(file.get() instanceof Spooled.Binary binary)) {
                throw ProblemException.field("images", "不是图片", "is not a picture");
            }
            pictures.add(references.keep(binary.file(), binary.sha256(), "images"));
        }
        return pictures;
    }

    private static @Nullable String text(JsonNode node, String field) {
        String value = node.path(field).asText("");
        return value.isEmpty() || value.equals("null") ? null : value;
    }

    private static @Nullable Instant instant(JsonNode node) {
        if (node.isIntegralNumber()) {
            return Instant.ofEpochMilli(node.asLong());
        }
        try {
            return node.isTextual() && !node.textValue().isEmpty() ? Instant.parse(node.textValue()) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
