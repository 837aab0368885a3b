package studio.task.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;
import studio.gallery.GalleryEntry;
import studio.gallery.file.ImageFiles;
import studio.imaging.decode.UndecodedException;
import studio.imaging.metadata.PictureMetadata;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.problem.Language;
import studio.task.GenerationJob;
import studio.task.GenerationRequest;
import studio.task.TaskStatus.Stage;
import studio.task.answer.Candidates.Candidate;
import studio.task.answer.ReceivedAnswer;
import studio.task.run.RunningCalls.RunningCall;
import studio.usage.Cost;

/** Puts a received picture into the gallery's folders, labelled and with its thumbnail. */
@Singleton
class KeepPicture {
    private static final Logger LOG = Logger.getLogger(KeepPicture.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ImageFiles files;

    KeepPicture(ImageFiles files) {
        this.files = files;
    }

    /**
     * Adds the end marker to each JPEG that lacks nothing else. Where that fails the files stay as they came.
     *
     * @param names of the files that were received
     */
    void complete(Path folder, List<String> names) {
        for (String name : names) {
            Path file = folder.resolve(name);
            try {
                files.completed(file, ImageProbe.probe(file));
            } catch (NotAnImageException | IOException | UncheckedIOException e) {
                LOG.debugf("%s stays as it came: %s", name, e.getMessage());
            }
        }
    }

    /**
     * Starts the thumbnail of an answer's only picture, while the answer is put on disk; of several it is not known yet which are
     * kept. Whatever hinders it shows itself when the picture is kept.
     *
     * @param early holds it until then
     */
    void startThumbnail(Path folder, ReceivedAnswer answer, EarlyThumbnail early) {
        if (answer.arrived().size() == 1) {
            Path file = folder.resolve(answer.arrived().getFirst());
            try {
                ImageInfo info = ImageProbe.probe(file);
                if (info.complete() && info.format().raster()) {
                    early.hold(file, files.shrink(file, info));
                }
            } catch (NotAnImageException | IOException | RuntimeException e) {
                LOG.debugf("No early thumbnail of %s: %s", file.getFileName(), e.getMessage());
            }
        }
    }

    /**
     * Writes one picture's files; doing it again for the same job replaces them.
     *
     * @param picture its number within the task
     * @param result of its call
     * @param early may hold the thumbnail of this picture
     * @return the entry, which is the caller's to add
     * @throws UncheckedIOException when the disk fails
     */
    GalleryEntry keep(
            RunningCall call, int picture, Candidate source, GenerateCall.Result result, EarlyThumbnail early) {
        GenerationJob job = call.job();
        GenerationRequest request = job.request();
        ReceivedAnswer answer = result.answer();
        ImageInfo info = source.info();
        String label = request.label();
        String model = Objects.requireNonNullElse(answer.told().model(), request.model());
        ObjectNode got = got(job, info, model, result);
        ObjectNode parameters = MAPPER.createObjectNode();
        parameters.set("asked", asked(request));
        parameters.set("got", got);

        call.stage(Stage.WRITING_IMAGE);
        PictureMetadata metadata = metadata(job, picture, label, model, answer.text(), parameters);
        ImageFiles.Stored stored;
        ImageFiles.Small small;
        // Where the original is copied, it is decoded meanwhile.
        try (ImageFiles.Shrinking shrinking = early.of(source.file(), () -> files.shrink(source.file(), info))) {
            stored = files.store(source.file(), info, job.baseName(picture), metadata, shrinking);
            call.stage(Stage.GENERATING_THUMBNAIL);
            small = small(shrinking, stored.fileName(), got);
        }

        call.stage(Stage.WRITING_INDEX);
        return new GalleryEntry(
                job.entryId(picture),
                request.prompt(),
                answer.text(),
                stored.fileName(),
                small.previewName(),
                small.hasThumbnail(),
                request.configId(),
                label,
                model,
                request.options().aspectRatio(),
                request.options().imageSize(),
                job.createdAt(),
                info.width(),
                info.height(),
                stored.bytes(),
                info.format().extension(),
                small.placeholder(),
                false,
                job.taskId(),
                answer.upstreamMillis(),
                answer.told().usage(),
                parameters,
                false);
    }

    /** A picture that cannot be decoded is still paid for: it is kept, marked damaged and without a thumbnail. */
    private static ImageFiles.Small small(ImageFiles.Shrinking shrinking, String fileName, ObjectNode got) {
        try {
            return shrinking.stored(fileName);
        } catch (NotAnImageException e) {
            LOG.warnf("No thumbnail for %s: %s", fileName, e.getMessage());
            got.put("damaged", true);
        } catch (UndecodedException e) {
            LOG.warnf("No thumbnail for %s: %s", fileName, e.getMessage());
            got.put("undecoded", e.message().in(Language.ENGLISH));
        }
        return ImageFiles.Small.NONE;
    }

    private static ObjectNode asked(GenerationRequest request) {
        ObjectNode asked = MAPPER.createObjectNode().put("model", request.model());
        asked.setAll((ObjectNode) MAPPER.valueToTree(request.options()));
        // The gallery names this option as requests do, and previews are nothing that a picture is made by.
        if (asked.remove("googleSearch") != null) {
            asked.put("enableGoogleSearch", true);
        }
        asked.remove("partialImages");
        if (request.count() > 1) {
            asked.put("n", request.count());
        }
        request.references().forEach(r -> asked.withArray("references").add(r.sha256()));
        if (request.mask() != null) {
            asked.put("mask", request.mask().sha256());
        }
        return asked;
    }

    private static ObjectNode got(GenerationJob job, ImageInfo info, String model, GenerateCall.Result result) {
        ReceivedAnswer.Reported told = result.answer().told();
        ObjectNode got = MAPPER.createObjectNode()
                .put("model", model)
                .put("width", info.width())
                .put("height", info.height())
                .put("aspectRatio", ImageInfo.ratio(info.width(), info.height()))
                .put("format", info.format().extension());
        if (told.revisedPrompt() != null) {
            got.put("revisedPrompt", told.revisedPrompt());
        }
        if (told.requestId() != null) {
            got.put("requestId", told.requestId());
        }
        if (!info.complete()) {
            got.put("damaged", true);
        }
        if (told.turn() != null) {
            // The turn itself may be large and stays with the task.
            got.put("turn", job.taskId() + "/" + job.call());
        }
        Cost cost = result.cost();
        if (cost != null) {
            BigDecimal pictures = BigDecimal.valueOf(result.chosen().size());
            BigDecimal share = cost.usd().divide(pictures, MathContext.DECIMAL64);
            got.put(
                    "cost",
                    share.signum() == 0 ? "0" : share.stripTrailingZeros().toPlainString());
            got.put("costEstimated", cost.estimated());
        }
        result.skipped().forEach(reason -> got.withArray("skipped").add(reason));
        return got;
    }

    private static PictureMetadata metadata(
            GenerationJob job, int picture, String label, String model, String text, JsonNode parameters) {
        GenerationRequest request = job.request();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("software", "Image Studio");
        fields.put("prompt", request.prompt());
        fields.put("responseText", text);
        fields.put("model", model);
        fields.put("configId", request.configId());
        fields.put("configLabel", label);
        fields.put("createdAt", job.createdAt().toString());
        fields.put("entryId", job.entryId(picture));
        fields.put("taskId", job.taskId());
        if (request.options().aspectRatio() != null) {
            fields.put("aspectRatio", request.options().aspectRatio());
        }
        if (request.options().imageSize() != null) {
            fields.put("imageSize", request.options().imageSize());
        }
        fields.put("parameters", parameters.toString());
        return new PictureMetadata(fields);
    }
}
