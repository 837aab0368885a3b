package studio.task.request;

import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.imaging.probe.ImageFormat;
import studio.model.ModelCapabilities;
import studio.problem.Message;
import studio.problem.ProblemException;
import studio.task.GenerationRequest;
import studio.task.ReferencePicture;

/** Refuses what a model cannot do, before it costs anything. */
final class RequestCheck {
    private RequestCheck() {}

    /**
     * @param pictures as asked for, before anything was made of it
     * @throws ProblemException 400 with the first field that does not fit
     */
    static void check(GenerationRequest request, ModelCapabilities can, int pictures) {
        if (request.prompt().isEmpty() && request.references().isEmpty()) {
            throw ProblemException.field("prompt", Message.of("generation.prompt_missing"));
        }
        int letters = request.prompt().codePointCount(0, request.prompt().length());
        if (can.promptMax() > 0 && letters > can.promptMax()) {
            throw ProblemException.field("prompt", Message.of("generation.prompt_too_long", can.promptMax(), letters));
        }
        OptionsCheck.check(request.options(), can);
        int most = can.pictures().max();
        if (pictures < 1 || pictures > most) {
            throw ProblemException.field("n", Message.of("generation.count_range", most));
        }
        references(request.references(), can.references());
        mask(request.mask(), request.references(), can);
    }

    private static void references(List<ReferencePicture> references, ModelCapabilities.References can) {
        if (can.max() == 0 && !references.isEmpty()) {
            throw ProblemException.field("images", Message.of("generation.references_unsupported"));
        }
        if (references.size() < can.min()) {
            throw ProblemException.field(
                    "images",
                    Message.of(
                            can.min() == 1 ? "generation.reference_missing" : "generation.references_missing",
                            can.min()));
        }
        if (references.size() > can.max()) {
            throw ProblemException.field("images", Message.of("generation.references_too_many_for_model", can.max()));
        }
        for (int i = 0; i < references.size(); i++) {
            reference("images[" + i + "]", references.get(i), can);
        }
    }

    /** Other types are converted and large ones scaled down on the way; only HEIC cannot be decoded everywhere. */
    private static void reference(String field, ReferencePicture picture, ModelCapabilities.References can) {
        if (picture.format() == ImageFormat.HEIC
                && !can.types().contains(picture.format().mediaType())) {
            throw ProblemException.field(field, Message.of("generation.heic_unsupported"));
        }
    }

    /** As OpenAI's images guide wants it: as large as the first picture. Its transparent pixels say what shall change. */
    private static void mask(
            @Nullable ReferencePicture mask, List<ReferencePicture> references, ModelCapabilities can) {
        if (mask == null) {
            return;
        }
        if (!can.mask()) {
            throw ProblemException.field("mask", Message.of("generation.mask_unsupported"));
        }
        if (references.isEmpty()) {
            throw ProblemException.field("mask", Message.of("generation.mask_without_reference"));
        }
        ReferencePicture first = references.getFirst();
        if (mask.format() != ImageFormat.PNG) {
            throw ProblemException.field("mask", Message.of("generation.mask_form"));
        }
        if (mask.width() != first.width() || mask.height() != first.height()) {
            throw ProblemException.field("mask", Message.of("generation.mask_size", first.width(), first.height()));
        }
    }
}
