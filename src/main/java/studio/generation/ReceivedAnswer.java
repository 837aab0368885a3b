package studio.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.imaging.ImageInfo;
import studio.imaging.ImageProbe;
import studio.imaging.NotAnImageException;
import studio.storage.AtomicFiles;
import studio.upstream.Answer;

/**
 * The note beside the received files of a task that says what the upstream answered. While it exists the picture is paid
 * for and not yet in the gallery: whoever takes up the task again goes on from here instead of asking once more.
 */
@RegisterForReflection
record ReceivedAnswer(
        List<String> files,
        List<String> urls,
        String text,
        @Nullable String model,
        @Nullable String requestId,
        @Nullable JsonNode usage,
        long upstreamMillis) {
    private static final String NAME = "answer.json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static ReceivedAnswer of(Answer answer, long upstreamMillis) {
        List<String> files = new ArrayList<>();
        List<String> urls = new ArrayList<>();
        for (Answer.Candidate candidate : answer.candidates()) {
            switch (candidate) {
                case Answer.StoredPicture stored ->
                    files.add(stored.file().getFileName().toString());
                case Answer.RemotePicture remote -> urls.add(remote.url().toString());
            }
        }
        return new ReceivedAnswer(
                files,
                urls,
                answer.text(),
                answer.details().model(),
                answer.details().requestId(),
                answer.details().usage(),
                upstreamMillis);
    }

    ReceivedAnswer withDownloaded(List<String> downloaded) {
        List<String> all = new ArrayList<>(files);
        all.addAll(downloaded);
        return new ReceivedAnswer(all, List.of(), text, model, requestId, usage, upstreamMillis);
    }

    int candidates() {
        return files.size() + urls.size();
    }

    List<Answer.RemotePicture> remotePictures() {
        return urls.stream()
                .map(url -> new Answer.RemotePicture(URI.create(url)))
                .toList();
    }

    /** On disk when this returns. */
    void write(Path folder) throws IOException {
        AtomicFiles.write(folder.resolve(NAME), MAPPER.writeValueAsBytes(this));
    }

    static Optional<ReceivedAnswer> read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        return Optional.of(MAPPER.readValue(Files.readAllBytes(file), ReceivedAnswer.class));
    }

    /**
     * For a task that was cut off while its answer was still coming in: whole pictures that had arrived are an answer too.
     */
    static Optional<ReceivedAnswer> salvage(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        List<String> whole = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (isWholePicture(file)) {
                    whole.add(file.getFileName().toString());
                }
            }
        }
        return whole.isEmpty()
                ? Optional.empty()
                : Optional.of(new ReceivedAnswer(whole, List.of(), "", null, null, null, 0));
    }

    private static boolean isWholePicture(Path file) throws IOException {
        try {
            ImageInfo info = ImageProbe.probe(file);
            return info.complete() && info.format().raster();
        } catch (NotAnImageException e) {
            return false;
        }
    }
}
