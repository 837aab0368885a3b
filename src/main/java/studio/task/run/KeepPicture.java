package studio.task.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;
import studio.apiconfig.ApiConfig;
import studio.apiconfig.ApiConfigs;
import studio.gallery.GalleryEntry;
import studio.gallery.file.ImageFiles;
import studio.imaging.decode.UndecodedException;
import studio.imaging.metadata.PictureMetadata;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.problem.Language;
import studio.task.GenerationJob;
import studio.task.GenerationRequest;
import studio.task.Stage;
import studio.task.answer.AskedAndGot;
import studio.task.answer.CallEnd;
import studio.task.answer.Candidates;
import studio.task.answer.ReceivedAnswer;

/** Puts a received picture into the gallery's folders, labelled and with its small pictures. */
@Singleton
class KeepPicture {
    private static final Logger LOG = Logger.getLogger(KeepPicture.class);

    private final ApiConfigs configs;
    private final ImageFiles files;

    KeepPicture(ApiConfigs configs, ImageFiles files) {
        this.configs = configs;
        this.files = files;
    }

    /**
     * Adds the end marker to each JPEG that lacks nothing else. Where that fails the files stay as they came, which is good enough.
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
     * Writes one picture's files; doing it again for the same job replaces them.
     *
     * @param picture its number within the task
     * @param end of the call, for what it cost
     * @return the entry, which is the caller's to add
     * @throws UncheckedIOException when the disk fails
     */
    GalleryEntry keep(
            RunningCall call,
            int picture,
            ReceivedAnswer answer,
            Candidates candidates,
            Candidates.Candidate main,
            CallEnd end) {
        GenerationJob job = call.job();
        GenerationRequest request = job.request();
        String label = configs.find(request.configId()).map(ApiConfig::label).orElse(request.configId());
        String model = Objects.requireNonNullElse(answer.told().model(), request.model());
        ObjectNode parameters = AskedAndGot.of(job, answer, candidates, main, model, end);

        call.stage(Stage.WRITING_IMAGE);
        ImageFiles.Stored stored = files.store(
                main.file(),
                main.info(),
                job.baseName(picture),
                metadata(job, picture, label, model, answer.text(), parameters));

        call.stage(Stage.GENERATING_THUMBNAIL);
        ImageFiles.Small small = shrink(main, stored.fileName(), parameters);

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
                main.info().width(),
                main.info().height(),
                stored.bytes(),
                main.info().format().extension(),
                small.placeholder(),
                false,
                job.taskId(),
                answer.upstreamMillis(),
                answer.told().usage(),
                parameters,
                false);
    }

    /** A picture that cannot be decoded is still paid for: it is kept, marked damaged and without a thumbnail. */
    private ImageFiles.Small shrink(Candidates.Candidate source, String fileName, ObjectNode parameters) {
        try {
            return files.shrink(source.file(), source.info(), fileName);
        } catch (NotAnImageException e) {
            LOG.warnf("No thumbnail for %s: %s", fileName, e.getMessage());
            AskedAndGot.damaged(parameters);
        } catch (UndecodedException e) {
            LOG.warnf("No thumbnail for %s: %s", fileName, e.getMessage());
            AskedAndGot.undecoded(parameters, e.message().in(Language.ENGLISH));
        }
        return new ImageFiles.Small(false, null, null);
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
