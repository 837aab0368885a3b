package studio.task.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import studio.gallery.GalleryEntry;
import studio.model.PictureOptions;
import studio.problem.Language;
import studio.task.Attempt;
import studio.task.GenerationRequest;
import studio.task.GenerationRequest.ReferencePicture;
import studio.task.Task;
import studio.task.TaskFailure;
import studio.task.TaskStatus;
import studio.task.TaskStatus.Stage;
import studio.upstream.FailureCode.NextStep;
import studio.upstream.UpstreamAnswer;
import studio.web.BasePath.ServerPath;

/**
 * A task as the API shows it; never holds picture data.
 *
 * @param version rises with each change of the task: of two states the one with the larger version is the newer one
 * @param error what went wrong, for people
 * @param nextStep what helps most, for programs; absent when nothing went wrong
 * @param upstream the upstream's own status, code, words and request id
 * @param position place in the queue, from 1; absent when not waiting
 * @param estimateMs how long tasks like it took from their start, in the middle; absent when it has ended or none is known
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskView(
        String id,
        long version,
        @Nullable String requestId,
        TaskStatus status,
        Stage stage,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String error,
        @Nullable String errorCode,

        @Schema(implementation = UpstreamAnswer.class) @Nullable
        Map<String, Object> upstream,

        boolean mayBeBilled,
        @Nullable NextStep nextStep,
        boolean cancelRequested,
        @Nullable String retryOf,
        @Nullable Long upstreamMs,
        @Nullable Integer candidates,
        @Nullable Integer position,
        @Nullable Long estimateMs,
        List<Attempt> attempts,
        Payload payload,
        @Nullable Result result,
        @Nullable Shortfall shortfall) {

    /**
     * What was asked, without picture data.
     *
     * @param promptStart the prompt's first {@value #PROMPT_START} code points
     * @param promptLength of the whole prompt, in code points
     * @param references as {@code images} of a request may name them; absent when there are none
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "TaskPayload")
    public record Payload(
            String configId,
            String model,
            @Nullable String aspectRatio,
            @Nullable String imageSize,
            boolean enableGoogleSearch,
            @Nullable String size,
            @Nullable String quality,
            @Nullable String outputFormat,
            @Nullable Integer outputCompression,
            @Nullable String background,
            @Nullable String moderation,
            int n,
            String promptStart,
            int promptLength,
            int imagesCount,
            @Nullable List<String> references) {
        private static final int PROMPT_START = 280;

        static Payload of(GenerationRequest request) {
            PictureOptions options = request.options();
            String prompt = request.prompt();
            int length = prompt.codePointCount(0, prompt.length());
            return new Payload(
                    request.configId(),
                    request.model(),
                    options.aspectRatio(),
                    options.imageSize(),
                    options.googleSearch(),
                    options.size(),
                    options.quality(),
                    options.outputFormat(),
                    options.outputCompression(),
                    options.background(),
                    options.moderation(),
                    request.count(),
                    length <= PROMPT_START ? prompt : prompt.substring(0, prompt.offsetByCodePoints(0, PROMPT_START)),
                    length,
                    request.references().size(),
                    request.references().isEmpty()
                            ? null
                            : request.references().stream()
                                    .map(ReferencePicture::uploadId)
                                    .toList());
        }
    }

    /**
     * The pictures that are in the gallery; of a task for several they appear one by one.
     *
     * @param galleryEntry the first of them
     */
    @RegisterForReflection
    @Schema(name = "TaskResult")
    public record Result(GalleryEntry galleryEntry, List<GalleryEntry> galleryEntries) {}

    /**
     * Why a task that is done has fewer pictures than were asked for. A retry makes those that are missing.
     *
     * @param missing how many
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "TaskShortfall")
    public record Shortfall(
            int missing,
            String code,
            String message,
            boolean mayBeBilled,
            NextStep nextStep,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) @Schema(implementation = UpstreamAnswer.class)
            Map<String, Object> upstream) {

        static Shortfall of(int missing, TaskFailure why, Language language) {
            return new Shortfall(
                    missing, why.code(), why.message().in(language), why.mayBeBilled(), why.nextStep(), why.upstream());
        }
    }

    /**
     * The data of a {@code partial} event: an unfinished picture can be looked at. It has no event id, is not repeated to readers
     * who come back, and its address works until the next one is there or the task ends.
     *
     * @param picture the number of the picture within the task, from 1
     * @param index which preview of it, from 0
     * @param url where to get it
     */
    @RegisterForReflection
    public record PartialPicture(
            String taskId,
            int picture,
            int index,
            @JsonSerialize(using = ServerPath.class) String url) {
        static PartialPicture of(String taskId, int call, int index) {
            return new PartialPicture(
                    taskId, call, index, "/api/generate/task/" + taskId + "/partials/" + call + "?index=" + index);
        }
    }

    static TaskView of(
            Task task,
            @Nullable Integer position,
            @Nullable Duration expected,
            List<GalleryEntry> entries,
            Language language) {
        TaskFailure reason = task.failure();
        boolean done = task.status() == TaskStatus.DONE;
        TaskFailure failure = done ? null : reason;
        return new TaskView(
                task.id(),
                task.version(),
                task.requestId(),
                task.status(),
                task.stage(),
                task.createdAt(),
                task.startedAt(),
                task.finishedAt(),
                failure == null ? null : failure.message().in(language),
                failure == null ? null : failure.code(),
                failure == null || failure.upstream().isEmpty() ? null : failure.upstream(),
                task.mayBeBilled(),
                failure == null ? null : failure.nextStep(),
                task.cancelRequested(),
                task.retryOf(),
                task.upstreamMs(),
                task.candidates(),
                position,
                expected == null ? null : expected.toMillis(),
                task.attempts(),
                Payload.of(task.request()),
                entries.isEmpty() ? null : new Result(entries.getFirst(), entries),
                done && reason != null ? Shortfall.of(task.missing().size(), reason, language) : null);
    }
}
