package studio.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.apiconfig.ApiConfig;
import studio.apiconfig.ApiConfigs;
import studio.gallery.GalleryEntry;
import studio.gallery.ImageFiles;
import studio.imaging.NotAnImageException;
import studio.imaging.PictureMetadata;

/** Puts a received picture into the gallery's folders, labelled and with its small pictures. */
@Singleton
class KeepPicture {
    private static final Logger LOG = Logger.getLogger(KeepPicture.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ApiConfigs configs;
    private final ImageFiles files;

    KeepPicture(ApiConfigs configs, ImageFiles files) {
        this.configs = configs;
        this.files = files;
    }

    /**
     * Writes the best candidate's files; doing it again for the same job replaces them.
     *
     * @return the entry, which is the caller's to add
     * @throws UncheckedIOException when the disk fails
     */
    GalleryEntry keep(GenerationJob job, ReceivedAnswer answer, Candidates candidates, GenerationProgress progress) {
        GenerationRequest request = job.request();
        Candidates.Candidate main = candidates.usable().getFirst();
        String label = configs.find(request.configId()).map(ApiConfig::label).orElse(request.configId());
        String model = answer.model() == null ? request.model() : answer.model();
        JsonNode parameters = parameters(request, main, candidates, model);

        progress.stage(Stage.WRITING_IMAGE);
        String fileName = files.store(
                main.file(), main.info(), job.baseName(), metadata(job, label, model, answer.text(), parameters));

        progress.stage(Stage.GENERATING_THUMBNAIL);
        ImageFiles.Small small = shrink(candidates, main, fileName);

        progress.stage(Stage.WRITING_INDEX);
        return new GalleryEntry(
                job.entryId(),
                request.prompt(),
                answer.text(),
                fileName,
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
                storedBytes(fileName, main),
                main.info().format().extension(),
                small.placeholder(),
                false,
                job.taskId(),
                answer.upstreamMillis(),
                answer.usage(),
                parameters,
                false);
    }

    /** With its metadata the file is a little larger than what came. */
    private long storedBytes(String fileName, Candidates.Candidate main) {
        return files.find(fileName)
                .map(file -> {
                    try {
                        return Files.size(file);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .orElse(main.info().bytes());
    }

    /** A picture that cannot be shrunk is still paid for: it is kept, without a thumbnail. */
    private ImageFiles.Small shrink(Candidates candidates, Candidates.Candidate main, String fileName) {
        Candidates.Candidate source = candidates.thumbnailSource(main);
        try {
            return files.shrink(source.file(), source.info(), fileName);
        } catch (NotAnImageException e) {
            LOG.warnf("No thumbnail for %s: %s", fileName, e.getMessage());
            return new ImageFiles.Small(false, null, null);
        }
    }

    private static PictureMetadata metadata(
            GenerationJob job, String label, String model, String text, JsonNode parameters) {
        GenerationRequest request = job.request();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("software", "Image Studio");
        fields.put("prompt", request.prompt());
        fields.put("responseText", text);
        fields.put("model", model);
        fields.put("configId", request.configId());
        fields.put("configLabel", label);
        fields.put("createdAt", job.createdAt().toString());
        fields.put("entryId", job.entryId());
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

    /** What was asked and what came, side by side. */
    private static JsonNode parameters(
            GenerationRequest request, Candidates.Candidate main, Candidates candidates, String model) {
        ObjectNode all = MAPPER.createObjectNode();
        ObjectNode asked = all.putObject("asked");
        asked.put("model", request.model());
        putIfPresent(asked, "aspectRatio", request.options().aspectRatio());
        putIfPresent(asked, "imageSize", request.options().imageSize());
        putIfPresent(asked, "size", request.options().size());
        putIfPresent(asked, "quality", request.options().quality());
        putIfPresent(asked, "outputFormat", request.options().outputFormat());
        putIfPresent(asked, "background", request.options().background());
        if (request.options().googleSearch()) {
            asked.put("enableGoogleSearch", true);
        }
        request.references().forEach(r -> asked.withArray("references").add(r.sha256()));
        ObjectNode got = all.putObject("got");
        got.put("model", model);
        got.put("width", main.info().width());
        got.put("height", main.info().height());
        got.put("format", main.info().format().extension());
        if (!main.info().complete()) {
            got.put("damaged", true);
        }
        candidates.skipped().forEach(reason -> got.withArray("skipped").add(reason));
        return all;
    }

    private static void putIfPresent(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }
}
