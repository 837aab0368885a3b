package studio.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.imaging.probe.ImageFormat;
import studio.model.PictureOptions;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/**
 * A generation as requested, checked and complete: the config and model are named, reference pictures are on disk. It is
 * kept with the task so that a retry needs nothing else.
 *
 * @param prompt may be empty when there are reference pictures
 * @param mask which part of the first reference to change
 * @param count pictures wanted, at least 1
 * @param includeImageData the synchronous answer shall carry the picture too
 * @param plan how its calls are made; null when its API config was gone before that was resolved
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GenerationRequest(
        String configId,
        String model,
        String prompt,
        List<ReferencePicture> references,
        @Nullable ReferencePicture mask,
        int count,
        PictureOptions options,
        boolean includeImageData,
        @Nullable Plan plan) {

    /**
     * A reference picture in {@code data/inputs/}, named by its content; only this travels, never its bytes.
     *
     * @param sha256 lower-case hex
     */
    @RegisterForReflection
    public record ReferencePicture(String sha256, ImageFormat format, int width, int height, long bytes) {

        /** How requests name it. */
        public String uploadId() {
            return "upload:" + sha256;
        }

        /** The file's name in the folder of inputs. */
        public String fileName() {
            return sha256 + "." + format.extension();
        }
    }

    public GenerationRequest {
        // A request that was written before these were known asks for one picture without options.
        count = Math.max(1, count);
        options = Objects.requireNonNullElse(options, PictureOptions.NONE);
    }

    public GenerationRequest planned(Plan resolved) {
        return new GenerationRequest(
                configId, model, prompt, references, mask, count, options, includeImageData, resolved);
    }

    /** @throws ProblemException 404 {@code config_not_found} without a plan */
    public Plan requirePlan() {
        if (plan == null) {
            throw ProblemException.of(
                    ProblemCode.CONFIG_NOT_FOUND, Message.of("generation.api_config_unknown", configId));
        }
        return plan;
    }

    /** The API config's name for people; its id when unknown. */
    public String label() {
        return plan == null ? configId : plan.route().label();
    }

    /** References and mask: every picture that the request needs on disk. */
    public List<ReferencePicture> allPictures() {
        ReferencePicture edge = mask;
        return edge == null
                ? references
                : Stream.concat(references.stream(), Stream.of(edge)).toList();
    }
}
