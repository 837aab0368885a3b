package studio.task.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.files.AtomicFiles;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.upstream.Answer;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;
import studio.upstream.Previews;
import studio.upstream.UpstreamException;

/**
 * The note beside the received files of a call with what the upstream answered. While it exists the pictures are paid
 * for and not yet in the gallery: a task that is resumed goes on from here instead of asking once more.
 *
 * @param pictures the numbers of the task's pictures that the call was for; empty when unknown
 * @param files names of files in the upstream's order; what is not fetched yet stands among them by its address
 * @param urls addresses of pictures that are not fetched yet
 * @param guesses addresses that may be pictures'; earlier versions noted none
 */
@RegisterForReflection
public record ReceivedAnswer(
        List<Integer> pictures,
        List<String> files,
        List<String> urls,
        List<String> guesses,
        String text,
        Reported told,
        long upstreamMillis) {
    public ReceivedAnswer {
        guesses = Objects.requireNonNullElse(guesses, List.of());
    }

    private static final String NAME = "answer.json";
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** {@link Answer.Details} in a form that can be written down. What is null is left out: read back it would be a null node. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Reported(
            @Nullable String model,
            @Nullable String requestId,
            @Nullable JsonNode usage,
            @Nullable BigDecimal cost,
            @Nullable String revisedPrompt,
            @Nullable JsonNode turn,
            @Nullable Shortfall shortfall) {
        private static final Reported NOTHING = new Reported(null, null, null, null, null, null, null);

        private static Reported of(Answer.Details details) {
            return new Reported(
                    details.model(),
                    details.requestId(),
                    details.usage(),
                    details.cost(),
                    details.revisedPrompt(),
                    details.turn(),
                    details.shortfall() == null ? null : Shortfall.of(details.shortfall()));
        }
    }

    /** Why fewer pictures came than were asked for. */
    @RegisterForReflection
    public record Shortfall(
            FailureCode code,
            @Nullable String upstreamCode,
            @Nullable String message,
            @Nullable Outcome outcome) {
        private static Shortfall of(UpstreamException why) {
            return new Shortfall(why.failure(), why.upstreamCode(), why.upstreamMessage(), why.outcome());
        }

        public UpstreamException exception(@Nullable String requestId) {
            return new UpstreamException(
                    code,
                    Objects.requireNonNullElse(outcome, Outcome.FINAL),
                    new studio.upstream.ReportedError(200, upstreamCode, message, requestId, null, null),
                    null);
        }
    }

    public static ReceivedAnswer of(Answer answer, List<Integer> pictures, long upstreamMillis) {
        List<String> files = new ArrayList<>();
        List<String> urls = new ArrayList<>();
        List<String> guesses = new ArrayList<>();
        for (Answer.Candidate candidate : answer.candidates()) {
            switch (candidate) {
                case Answer.StoredPicture stored ->
                    files.add(stored.file().getFileName().toString());
                case Answer.RemotePicture remote -> {
                    files.add(remote.address());
                    (remote.guess() ? guesses : urls).add(remote.address());
                }
            }
        }
        return new ReceivedAnswer(
                pictures, files, urls, guesses, answer.text(), Reported.of(answer.details()), upstreamMillis);
    }

    /** @param fileName takes the address's place; null: there is no picture at it */
    public ReceivedAnswer fetched(String address, @Nullable String fileName) {
        List<String> now = new ArrayList<>(files);
        if (!now.contains(address)) {
            // Earlier versions noted addresses beside the files.
            now.add(address);
        }
        if (fileName == null) {
            now.remove(address);
        } else {
            now.set(now.indexOf(address), fileName);
        }
        List<String> otherUrls =
                urls.stream().filter(url -> !url.equals(address)).toList();
        List<String> otherGuesses =
                guesses.stream().filter(url -> !url.equals(address)).toList();
        return new ReceivedAnswer(pictures, now, otherUrls, otherGuesses, text, told, upstreamMillis);
    }

    /** What is left for a retry, when all that has been fetched is kept. */
    public ReceivedAnswer notFetched(List<Integer> missing) {
        return new ReceivedAnswer(missing, urls, urls, List.of(), text, told, upstreamMillis);
    }

    public int candidates() {
        return arrived().size() + urls.size() + guesses.size();
    }

    /** The files that are there. */
    public List<String> arrived() {
        return files.stream()
                .filter(name -> !urls.contains(name) && !guesses.contains(name))
                .toList();
    }

    public List<Answer.RemotePicture> remotePictures() {
        return Stream.concat(
                        urls.stream().map(Answer.RemotePicture::at),
                        guesses.stream().map(url -> new Answer.RemotePicture(url, true)))
                .toList();
    }

    /** Notes it, so that it outlives this process; a power cut only after {@link #sync}. */
    public void put(Path folder) throws IOException {
        AtomicFiles.put(folder.resolve(NAME), MAPPER.writeValueAsBytes(this));
    }

    /** Makes the note and the files that it names safe against a power cut. */
    public void sync(Path folder) throws IOException {
        for (String name : arrived()) {
            AtomicFiles.sync(folder.resolve(name));
        }
        AtomicFiles.sync(folder.resolve(NAME));
        AtomicFiles.syncFolder(folder);
    }

    /** On disk when this returns. */
    public void write(Path folder) throws IOException {
        put(folder);
        sync(folder);
    }

    /**
     * What a call has received: as it was noted or, where no note could be written, as the files tell.
     *
     * @param pictures what the call was for, as far as known, when there is no note
     */
    public static Optional<ReceivedAnswer> find(Path folder, List<Integer> pictures) throws IOException {
        Optional<ReceivedAnswer> noted = read(folder);
        return noted.isPresent() ? noted : salvage(folder, pictures);
    }

    public static Optional<ReceivedAnswer> read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        // A power cut may leave an empty file of a note that was not synced yet.
        return Files.isRegularFile(file) && Files.size(file) > 0
                ? Optional.of(MAPPER.readValue(Files.readAllBytes(file), ReceivedAnswer.class))
                : Optional.empty();
    }

    /**
     * For a call that was cut off while its answer was still coming in: whole pictures that had arrived are an answer too.
     * Unfinished pictures that were sent as previews are none.
     */
    public static Optional<ReceivedAnswer> salvage(Path folder, List<Integer> pictures) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        List<String> whole = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (!name.startsWith(Previews.PREFIX) && Files.isRegularFile(file) && isWholePicture(file)) {
                    whole.add(name);
                }
            }
        }
        return whole.isEmpty()
                ? Optional.empty()
                : Optional.of(new ReceivedAnswer(pictures, whole, List.of(), List.of(), "", Reported.NOTHING, 0));
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
