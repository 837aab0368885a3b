package studio.task.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.json.JsonTimes;
import studio.json.Spooled;
import studio.json.SpooledJson;
import studio.model.PictureOptions;
import studio.problem.Message;
import studio.problem.ProblemException;
import studio.storage.ImportTally.Reason;
import studio.storage.ImportTally.SkippedElementException;
import studio.task.GenerationRequest;
import studio.task.ReferencePicture;
import studio.task.Task;
import studio.task.TaskFailure;
import studio.task.TaskStatus;
import studio.task.request.ReferencePictures;
import studio.upstream.FailureCode.NextStep;

/** Reads one element of the earlier server's {@code tasks.json}, or of our own mirror. */
@Singleton
class EarlierTask {
    private static final int LONGEST_TEXT = 1 << 20;
    private static final int LONGEST_WORD = 1000;
    private static final int MOST_PICTURES = 10;
    private static final int MOST_CANDIDATES = 1000;
    private static final long LONGEST_MS = Duration.ofDays(365).toMillis();
    private static final Pattern ENTRY_ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final ReferencePictures references;

    EarlierTask(ReferencePictures references) {
        this.references = references;
    }

    /** @throws SkippedElementException for what is no task, or whose pictures cannot be kept: a retry would then pay for something else */
    Task read(SpooledJson json) throws IOException, SkippedElementException {
        JsonNode node = json.tree();
        String id = text(json, node.path("id"));
        if (!ID.matcher(id).matches()) {
            throw new SkippedElementException(Reason.NO_ID, "id " + id);
        }
        Instant created = JsonTimes.read(node.path("createdAt"))
                .orElseThrow(() -> new SkippedElementException(Reason.NO_TIME, "id " + id));
        try {
            return task(json, node, id, created);
        } catch (ProblemException e) {
            if (e.status() >= 500) {
                throw e;
            }
            throw new SkippedElementException(Reason.NO_PICTURES, "id " + id + ", " + e.getMessage());
        }
    }

    private Task task(SpooledJson json, JsonNode node, String id, Instant created)
            throws IOException, SkippedElementException {
        TaskStatus status =
                switch (node.path("status").asText("")) {
                    case "done" -> TaskStatus.DONE;
                    case "canceled" -> TaskStatus.CANCELED;
                    default -> TaskStatus.FAILED;
                };
        boolean ended =
                status != TaskStatus.FAILED || node.path("status").asText("").equals("failed");
        Instant finished = instant(node, "finishedAt");
        String entry = text(json, node.path("result").path("galleryEntry").path("id"));
        return new Task(
                id,
                ENTRY_ID.matcher(entry).matches() ? entry : id,
                word(json, node, "requestId"),
                request(json, node),
                status,
                status.firstStage(),
                created,
                instant(node, "startedAt"),
                finished == null ? created : finished,
                word(json, node, "retryOf"),
                node.path("cancelRequested").asBoolean(false),
                failure(json, node, status, ended),
                whole(node, "upstreamMs", LONGEST_MS),
                count(node, "candidates", MOST_CANDIDATES),
                List.of(),
                status == TaskStatus.DONE ? List.of(1) : List.of(),
                Set.of(),
                1);
    }

    private static @Nullable TaskFailure failure(SpooledJson json, JsonNode node, TaskStatus status, boolean ended)
            throws IOException, SkippedElementException {
        if (!ended) {
            return TaskFailure.interrupted(true);
        }
        String words = text(json, node.path("error"));
        String code = word(json, node, "errorCode");
        return switch (status) {
            case FAILED ->
                new TaskFailure(
                        code == null ? "failed" : code,
                        words.isEmpty() ? Message.of("task.failed") : Message.verbatim(words, words),
                        node.path("mayBeBilled").asBoolean(true),
                        NextStep.NONE,
                        java.util.Map.of());
            case CANCELED -> TaskFailure.canceled(node.path("mayBeBilled").asBoolean(true));
            default -> null;
        };
    }

    private GenerationRequest request(SpooledJson json, JsonNode node) throws IOException, SkippedElementException {
        JsonNode raw = node.has("rawPayload") ? node.path("rawPayload") : node.path("payload");
        return new GenerationRequest(
                Objects.requireNonNullElse(word(json, raw, "configId"), ""),
                Objects.requireNonNullElse(word(json, raw, "model"), ""),
                text(json, raw.path("prompt")),
                pictures(json, raw.path("images")),
                null,
                Math.max(1, Objects.requireNonNullElse(count(raw, "n", MOST_PICTURES), 1)),
                new PictureOptions(
                        word(json, raw, "aspectRatio"),
                        word(json, raw, "imageSize"),
                        word(json, raw, "size"),
                        word(json, raw, "quality"),
                        word(json, raw, "outputFormat"),
                        count(raw, "outputCompression", 100),
                        word(json, raw, "background"),
                        word(json, raw, "moderation"),
                        raw.path("enableGoogleSearch").asBoolean(false),
                        0),
                false);
    }

    private List<ReferencePicture> pictures(SpooledJson json, JsonNode images) throws IOException {
        List<ReferencePicture> pictures = new ArrayList<>();
        for (JsonNode image : images) {
            Optional<Spooled> file = json.spooled(image);
            if (file.isEmpty() || !(file.get() instanceof Spooled.Binary binary)) {
                throw ProblemException.field("images", Message.of("task.not_a_picture"));
            }
            pictures.add(references.keep(binary.file(), binary.sha256(), "images"));
        }
        return pictures;
    }

    /** Null for what is no short text. */
    private static @Nullable String word(SpooledJson json, JsonNode node, String field) {
        JsonNode value = node.path(field);
        String word = json.spooled(value).isPresent() ? "" : value.asText("");
        return word.isEmpty() || word.equals("null") || word.length() > LONGEST_WORD ? null : word;
    }

    /** Empty for what is no text, or is a picture. */
    private static String text(SpooledJson json, JsonNode value) throws IOException, SkippedElementException {
        Spooled spooled = json.spooled(value).orElse(null);
        if (spooled instanceof Spooled.Text text) {
            if (text.bytes() > LONGEST_TEXT) {
                throw new SkippedElementException(Reason.TOO_LARGE, "a text of " + text.bytes() + " bytes");
            }
            return text.read();
        }
        return spooled != null || value.isNull() ? "" : value.asText("");
    }

    private static @Nullable Instant instant(JsonNode node, String field) {
        return JsonTimes.read(node.path(field)).orElse(null);
    }

    private static @Nullable Integer count(JsonNode node, String field, int most) {
        Long value = whole(node, field, most);
        return value == null ? null : value.intValue();
    }

    /** Null for what is no number from 0 to the largest. */
    private static @Nullable Long whole(JsonNode node, String field, long largest) {
        JsonNode value = node.path(field);
        boolean usable = value.isIntegralNumber() && value.canConvertToLong();
        return usable && value.asLong() >= 0 && value.asLong() <= largest ? value.asLong() : null;
    }
}
