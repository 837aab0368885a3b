package studio.task.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import studio.task.GenerationRequest.ReferencePicture;
import studio.task.Task;
import studio.task.TaskFailure;
import studio.task.TaskStatus;
import studio.task.request.ReferencePictures;
import studio.upstream.FailureCode.NextStep;

/** Reads one element of the earlier server's {@code tasks.json}, or of our own mirror. */
@Singleton
class EarlierTask {
    private static final int MAX_TEXT = 1 << 20;
    private static final int MAX_WORD = 1000;
    private static final int MAX_PICTURES = 10;
    private static final int MAX_CANDIDATES = 1000;
    private static final long MAX_MILLIS = Duration.ofDays(365).toMillis();
    private static final Pattern ENTRY_ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final ReferencePictures references;

    EarlierTask(ReferencePictures references) {
        this.references = references;
    }

    /**
     * @throws SkippedElementException for what is not a task, or whose pictures cannot be kept: a retry would then pay for
     *     something else
     */
    Task read(SpooledJson json) throws IOException, SkippedElementException {
        Fields fields = new Fields(json, json.tree());
        String id = fields.text("id");
        if (!ID.matcher(id).matches()) {
            throw new SkippedElementException(Reason.NO_ID, "id " + id);
        }
        Instant created = fields.time("createdAt");
        if (created == null) {
            throw new SkippedElementException(Reason.NO_TIME, "id " + id);
        }
        try {
            return task(fields, id, created);
        } catch (ProblemException e) {
            if (e.status() >= 500) {
                throw e;
            }
            throw new SkippedElementException(Reason.NO_PICTURES, "id " + id + ", " + e.getMessage());
        }
    }

    private Task task(Fields fields, String id, Instant created) throws IOException, SkippedElementException {
        TaskStatus status =
                switch (fields.node().path("status").asText("")) {
                    case "done" -> TaskStatus.DONE;
                    case "canceled" -> TaskStatus.CANCELED;
                    default -> TaskStatus.FAILED;
                };
        String entry = fields.in("result").in("galleryEntry").text("id");
        return new Task(
                id,
                ENTRY_ID.matcher(entry).matches() ? entry : id,
                fields.word("requestId"),
                request(fields.node().has("rawPayload") ? fields.in("rawPayload") : fields.in("payload")),
                status,
                status.firstStage(),
                created,
                fields.time("startedAt"),
                Objects.requireNonNullElse(fields.time("finishedAt"), created),
                fields.word("retryOf"),
                fields.flag("cancelRequested", false),
                failure(fields, status),
                fields.whole("upstreamMs", MAX_MILLIS),
                fields.count("candidates", MAX_CANDIDATES),
                List.of(),
                status == TaskStatus.DONE ? List.of(1) : List.of(),
                Set.of(),
                1);
    }

    /** Tasks that had not ended there count as interrupted. */
    private static @Nullable TaskFailure failure(Fields fields, TaskStatus status)
            throws IOException, SkippedElementException {
        boolean mayBeBilled = fields.flag("mayBeBilled", true);
        return switch (status) {
            case CANCELED -> TaskFailure.canceled(mayBeBilled);
            case FAILED -> {
                if (!fields.node().path("status").asText("").equals("failed")) {
                    yield TaskFailure.interrupted(true);
                }
                String sentence = fields.text("error");
                yield new TaskFailure(
                        Objects.requireNonNullElse(fields.word("errorCode"), "failed"),
                        sentence.isEmpty() ? Message.of("task.failed") : Message.verbatim(sentence, sentence),
                        mayBeBilled,
                        NextStep.NONE,
                        Map.of());
            }
            default -> null;
        };
    }

    private GenerationRequest request(Fields raw) throws IOException, SkippedElementException {
        return new GenerationRequest(
                Objects.requireNonNullElse(raw.word("configId"), ""),
                Objects.requireNonNullElse(raw.word("model"), ""),
                raw.text("prompt"),
                pictures(raw.in("images")),
                null,
                Objects.requireNonNullElse(raw.count("n", MAX_PICTURES), 1),
                new PictureOptions(
                        raw.word("aspectRatio"),
                        raw.word("imageSize"),
                        raw.word("size"),
                        raw.word("quality"),
                        raw.word("outputFormat"),
                        raw.count("outputCompression", 100),
                        raw.word("background"),
                        raw.word("moderation"),
                        raw.flag("enableGoogleSearch", false),
                        0),
                false,
                null);
    }

    private List<ReferencePicture> pictures(Fields images) throws IOException {
        List<ReferencePicture> pictures = new ArrayList<>();
        for (JsonNode image : images.node()) {
            if (!(images.json().spooled(image).orElse(null) instanceof Spooled.Binary binary)) {
                throw ProblemException.field("images", Message.of("task.not_a_picture"));
            }
            pictures.add(references.keep(binary.file(), "images"));
        }
        return pictures;
    }

    /** The fields of a node. One of another kind than asked for is absent. */
    private record Fields(SpooledJson json, JsonNode node) {
        Fields in(String field) {
            return new Fields(json, node.path(field));
        }

        /** A short text. */
        @Nullable
        String word(String field) {
            JsonNode value = node.path(field);
            String word = json.spooled(value).isPresent() ? "" : value.asText("");
            return word.isEmpty() || word.equals("null") || word.length() > MAX_WORD ? null : word;
        }

        /** A text; empty when it is absent, or a picture. */
        String text(String field) throws IOException, SkippedElementException {
            JsonNode value = node.path(field);
            Spooled spooled = json.spooled(value).orElse(null);
            if (spooled instanceof Spooled.Text text) {
                if (text.bytes() > MAX_TEXT) {
                    throw new SkippedElementException(Reason.TOO_LARGE, "a text of " + text.bytes() + " bytes");
                }
                return text.read();
            }
            return spooled != null || value.isNull() ? "" : value.asText("");
        }

        boolean flag(String field, boolean otherwise) {
            return node.path(field).asBoolean(otherwise);
        }

        @Nullable
        Instant time(String field) {
            return JsonTimes.read(node.path(field)).orElse(null);
        }

        @Nullable
        Integer count(String field, int max) {
            Long value = whole(field, max);
            return value == null ? null : value.intValue();
        }

        /** A number from 0 to the largest. */
        @Nullable
        Long whole(String field, long max) {
            JsonNode value = node.path(field);
            boolean usable = value.isIntegralNumber() && value.canConvertToLong();
            return usable && value.asLong() >= 0 && value.asLong() <= max ? value.asLong() : null;
        }
    }
}
