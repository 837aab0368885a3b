package studio.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.apiconfig.ApiConfig;
import studio.apiconfig.ApiConfigs;
import studio.gallery.GalleryEntry;
import studio.gallery.ImageFiles;
import studio.imaging.NotAnImageException;
import studio.imaging.PictureMetadata;
import studio.settings.Settings;
import studio.upstream.Answer;
import studio.upstream.Connection;
import studio.upstream.ImageRequest;
import studio.upstream.Outcome;
import studio.upstream.Providers;
import studio.upstream.ResultDownloads;
import studio.upstream.UpstreamException;

/**
 * Makes one picture: asks the upstream, keeps what comes, chooses the best candidate and puts its files in place. What
 * was received once is never asked for again: a job that is run a second time goes on from the files of the first.
 */
@Singleton
public class GenerateImage {
    private static final Logger LOG = Logger.getLogger(GenerateImage.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ApiConfigs configs;
    private final Providers providers;
    private final ResultDownloads downloads;
    private final ImageFiles files;
    private final ReferencePictures references;
    private final JobFolders folders;
    private final long maxPixels;

    public GenerateImage(
            ApiConfigs configs,
            Providers providers,
            ResultDownloads downloads,
            ImageFiles files,
            ReferencePictures references,
            JobFolders folders,
            Settings settings) {
        this.configs = configs;
        this.providers = providers;
        this.downloads = downloads;
        this.files = files;
        this.references = references;
        this.folders = folders;
        this.maxPixels = settings.pictures().maxPixels();
    }

    /**
     * Blocks until the picture's files are in the gallery folder; the entry itself is the caller's to add.
     *
     * @throws UpstreamException when the upstream gave no picture
     * @throws studio.web.ProblemException when the config is gone or its key cannot be had
     * @throws UncheckedIOException when the disk fails; the received answer stays for another run
     */
    public GalleryEntry generate(GenerationJob job, GenerationProgress progress) {
        try {
            Path folder = folders.open(job.taskId());
            progress.stage(Stage.CALLING_UPSTREAM);
            Optional<ReceivedAnswer> earlier = ReceivedAnswer.read(folder);
            ReceivedAnswer answer = earlier.isPresent() ? earlier.get() : ask(job, folder, progress);
            progress.answered(answer.upstreamMillis(), answer.candidates());
            if (!answer.urls().isEmpty()) {
                answer = download(job, answer, folder, progress);
            }
            progress.stage(Stage.SELECTING_PRIMARY);
            Candidates candidates = Candidates.judge(folder, answer.files(), maxPixels);
            candidates.skipped().forEach(reason -> LOG.warnf("Left out a candidate: %s", reason));
            if (candidates.usable().isEmpty()) {
                throw nothingUsable(answer, candidates);
            }
            if (!progress.beginSaving()) {
                throw canceled();
            }
            return save(job, answer, candidates, progress);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ReceivedAnswer ask(GenerationJob job, Path folder, GenerationProgress progress) throws IOException {
        GenerationRequest request = job.request();
        Connection connection = configs.connect(request.configId());
        ImageRequest asked = new ImageRequest(
                connection,
                request.model(),
                request.prompt(),
                references.open(request.references()),
                request.aspectRatio(),
                request.imageSize(),
                request.enableGoogleSearch(),
                request.size(),
                request.quality(),
                request.outputFormat(),
                request.background());
        long start = System.nanoTime();
        ReceivedAnswer received;
        try {
            Answer answer = providers.of(connection.protocol()).generate(asked, new JobExchange(folder, progress));
            received = ReceivedAnswer.of(answer, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        } catch (UpstreamException e) {
            received = brokenOff(e, folder, progress);
        }
        received.write(folder);
        return received;
    }

    /** An answer that broke off after its picture had arrived is paid for and good enough. */
    private static ReceivedAnswer brokenOff(UpstreamException failure, Path folder, GenerationProgress progress)
            throws IOException {
        if (failure.outcome() != Outcome.UNKNOWN || progress.canceled()) {
            throw failure;
        }
        ReceivedAnswer salvaged = ReceivedAnswer.salvage(folder).orElseThrow(() -> failure);
        LOG.warnf("The answer broke off (%s), but a whole picture had arrived and is kept", failure.getMessage());
        return salvaged;
    }

    private ReceivedAnswer download(GenerationJob job, ReceivedAnswer answer, Path folder, GenerationProgress progress)
            throws IOException {
        progress.stage(Stage.DOWNLOADING);
        Connection connection = configs.connect(job.request().configId());
        List<String> fetched = new ArrayList<>();
        @Nullable UpstreamException failure = null;
        for (Answer.RemotePicture picture : answer.remotePictures()) {
            try {
                Answer.StoredPicture stored = downloads.fetch(picture, connection, new JobExchange(folder, progress));
                fetched.add(stored.file().getFileName().toString());
            } catch (UpstreamException e) {
                if (progress.canceled()) {
                    throw e;
                }
                LOG.warnf("Could not download a candidate: %s", e.getMessage());
                failure = e;
            }
        }
        if (failure != null && fetched.isEmpty() && answer.files().isEmpty()) {
            throw failure;
        }
        ReceivedAnswer complete = answer.withDownloaded(fetched);
        complete.write(folder);
        return complete;
    }

    private GalleryEntry save(
            GenerationJob job, ReceivedAnswer answer, Candidates candidates, GenerationProgress progress) {
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
                request.aspectRatio(),
                request.imageSize(),
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
        if (request.aspectRatio() != null) {
            fields.put("aspectRatio", request.aspectRatio());
        }
        if (request.imageSize() != null) {
            fields.put("imageSize", request.imageSize());
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
        putIfPresent(asked, "aspectRatio", request.aspectRatio());
        putIfPresent(asked, "imageSize", request.imageSize());
        putIfPresent(asked, "size", request.size());
        putIfPresent(asked, "quality", request.quality());
        putIfPresent(asked, "outputFormat", request.outputFormat());
        putIfPresent(asked, "background", request.background());
        if (request.enableGoogleSearch()) {
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

    private static UpstreamException nothingUsable(ReceivedAnswer answer, Candidates candidates) {
        return new UpstreamException(
                Outcome.FINAL,
                "no_image",
                "上游返回的内容不是可用的图片，请更换提示词或模型后重试",
                "The upstream's answer holds no usable picture; try another prompt or model",
                0,
                null,
                String.join("; ", candidates.skipped()),
                answer.requestId(),
                null,
                null);
    }

    static UpstreamException canceled() {
        return new UpstreamException(
                Outcome.UNKNOWN, "canceled", "任务已取消", "The task was canceled", 0, null, null, null, null, null);
    }
}
