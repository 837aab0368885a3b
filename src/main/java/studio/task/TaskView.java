package studio.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.gallery.GalleryEntry;
import studio.generation.GenerationRequest;
import studio.generation.Stage;
import studio.model.PictureOptions;

/**
 * A task as the API shows it; never holds picture data.
 *
 * @param error what went wrong, for people
 * @param upstream the upstream's own status, code, words and request id
 * @param position place in the queue, from 1; absent when not waiting
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskView(
        String id,
        @Nullable String requestId,
        TaskStatus status,
        Stage stage,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String error,
        @Nullable String errorCode,
        @Nullable Map<String, Object> upstream,
        boolean mayBeBilled,
        boolean cancelRequested,
        @Nullable String retryOf,
        @Nullable Long upstreamMs,
        @Nullable Integer candidates,
        @Nullable Integer position,
        List<Attempt> attempts,
        Payload payload,
        @Nullable Result result) {

    /** What was asked, without prompt and pictures. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
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
            int promptLength,
            int imagesCount) {

        static Payload of(GenerationRequest request) {
            PictureOptions options = request.options();
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
                    request.prompt().codePointCount(0, request.prompt().length()),
                    request.references().size());
        }
    }

    @RegisterForReflection
    public record Result(GalleryEntry galleryEntry) {}

    static TaskView of(Task task, @Nullable Integer position, @Nullable GalleryEntry entry, boolean english) {
        TaskFailure failure = task.failure();
        return new TaskView(
                task.id(),
                task.requestId(),
                task.status(),
                task.stage(),
                task.createdAt(),
                task.startedAt(),
                task.finishedAt(),
                failure == null ? null : failure.message(english),
                failure == null ? null : failure.code(),
                failure == null || failure.upstream().isEmpty() ? null : failure.upstream(),
                task.mayBeBilled(),
                task.cancelRequested(),
                task.retryOf(),
                task.upstreamMs(),
                task.candidates(),
                position,
                task.attempts(),
                Payload.of(task.request()),
                entry == null ? null : new Result(entry));
    }
}
