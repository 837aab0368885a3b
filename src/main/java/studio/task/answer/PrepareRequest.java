package studio.task.answer;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import studio.imaging.PicturePreparation;
import studio.imaging.UnpreparableException;
import studio.imaging.decode.UndecodedException;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.model.ModelCapabilities;
import studio.problem.Message;
import studio.problem.ProblemException;
import studio.task.GenerationJob;
import studio.task.GenerationRequest;
import studio.task.GenerationRequest.ReferencePicture;
import studio.task.request.ReferencePictures;
import studio.upstream.Connection;
import studio.upstream.ImageRequest;

/**
 * Makes of a job what an adapter is asked for. Reference pictures are made fit for the provider: upright, of a type that it
 * takes, within its limits, and without what a camera noted about place and owner.
 */
@Singleton
public class PrepareRequest {
    /** Where a provider names no limit: what all of them take. */
    private static final int USUAL_SIDE = 4096;

    private static final long USUAL_BYTES = 20L << 20;

    private final ReferencePictures references;
    private final PicturePreparation preparation;
    private final JobFolders folders;

    public PrepareRequest(ReferencePictures references, PicturePreparation preparation, JobFolders folders) {
        this.references = references;
        this.preparation = preparation;
        this.folders = folders;
    }

    /**
     * @throws ProblemException 400 naming a picture that cannot be made fit, 404 for an API config and 410 for a picture that is gone
     */
    public ImageRequest request(GenerationJob job, Connection connection) throws IOException {
        GenerationRequest request = job.request();
        List<ImageRequest.Reference> prepared = new ArrayList<>();
        PicturePreparation.Limits limits = limits(request.requirePlan().references());
        for (int i = 0; i < request.references().size(); i++) {
            Path source = references.file(request.references().get(i));
            prepared.add(fit(job, source, "images[" + i + "]", target -> preparation.prepare(source, limits, target)));
        }
        return new ImageRequest(
                connection,
                request.model(),
                request.prompt(),
                List.copyOf(prepared),
                mask(job, prepared),
                job.pictures().size(),
                request.options());
    }

    private ImageRequest.@Nullable Reference mask(GenerationJob job, List<ImageRequest.Reference> prepared)
            throws IOException {
        ReferencePicture mask = job.request().mask();
        if (mask == null || prepared.isEmpty()) {
            return null;
        }
        Path source = references.file(mask);
        return fit(job, source, "mask", target -> {
            ImageInfo first = ImageProbe.probe(prepared.getFirst().file());
            return preparation.prepareMask(source, first.width(), first.height(), target);
        });
    }

    private interface Preparation {
        PicturePreparation.Prepared to(Path target)
                throws IOException, NotAnImageException, UndecodedException, UnpreparableException;
    }

    /** A picture that another call of the same task has prepared is used again. */
    private ImageRequest.Reference fit(GenerationJob job, Path source, String field, Preparation preparing)
            throws IOException {
        Path target = folders.prepared(job).resolve(field + "-" + source.getFileName());
        try {
            if (!Files.exists(target)) {
                preparing.to(target);
            }
            ImageInfo info = ImageProbe.probe(target);
            return new ImageRequest.Reference(target, info.format().mediaType(), info.bytes());
        } catch (UnpreparableException | UndecodedException | NotAnImageException e) {
            Message why =
                    switch (e) {
                        case UnpreparableException unfit -> unfit.message();
                        case UndecodedException undecoded -> undecoded.message();
                        default -> Message.of("generation.picture_damaged", e.getMessage());
                    };
            throw ProblemException.field(field, why).causedBy(e);
        }
    }

    private static PicturePreparation.Limits limits(ModelCapabilities.References can) {
        Set<ImageFormat> formats = Arrays.stream(ImageFormat.values())
                .filter(format -> format.raster() && can.types().contains(format.mediaType()))
                .collect(Collectors.toSet());
        return new PicturePreparation.Limits(
                formats.isEmpty() ? Set.of(ImageFormat.PNG, ImageFormat.JPEG) : formats,
                can.maxBytes() > 0 ? can.maxBytes() : USUAL_BYTES,
                can.maxSide() > 0 ? can.maxSide() : USUAL_SIDE);
    }
}
