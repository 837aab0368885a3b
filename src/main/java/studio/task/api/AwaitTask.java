package studio.task.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.gallery.GalleryEntry;
import studio.gallery.file.ImageFiles;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.json.Base64Input;
import studio.picture.LocalPicture;
import studio.picture.StoredPicture;
import studio.problem.Language;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.storage.ChangeBus;
import studio.task.Task;
import studio.task.TaskEnds;
import studio.task.TaskFailure;
import studio.task.TaskSettings;
import studio.task.TaskStatus;
import studio.task.feed.TaskView;
import studio.task.feed.TaskViews;
import studio.task.run.LiveTask;
import studio.task.run.LiveTasks;
import studio.web.BasePath;
import studio.web.BasePath.ServerPath;
import studio.web.server.HttpSettings;

/** Waits for a task and answers as the synchronous call does. */
@Singleton
class AwaitTask {
    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait\\s*=\\s*\"?([0-9]{1,6})\"?(?:$|[,;\\s])");

    private final LiveTasks tasks;
    private final TaskEnds ends;
    private final ChangeBus changes;
    private final TaskViews views;
    private final ImageFiles files;
    private final @Nullable Duration longestWait;
    private final boolean alwaysWithData;
    private final ObjectMapper mapper;
    private final BasePath base;

    AwaitTask(
            LiveTasks tasks,
            TaskEnds ends,
            ChangeBus changes,
            TaskViews views,
            ImageFiles files,
            HttpSettings http,
            TaskSettings limits,
            ObjectMapper mapper,
            BasePath base) {
        this.tasks = tasks;
        this.ends = ends;
        this.changes = changes;
        this.views = views;
        this.files = files;
        this.mapper = mapper;
        this.base = base;
        this.longestWait = limits.syncWait().orElse(null);
        this.alwaysWithData = http.returnImageData();
    }

    /**
     * The answer of a successful call.
     *
     * @param galleryEntry the first picture
     * @param galleryEntries all of them
     * @param shortfall why there are fewer than were asked for
     * @param imageData the first picture as a data URL, when it was asked for
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Generated(
            @JsonSerialize(using = ServerPath.class) String imageUrl,
            String responseText,
            GalleryEntry galleryEntry,
            List<GalleryEntry> galleryEntries,
            TaskView.@Nullable Shortfall shortfall,
            String taskId,
            @Nullable String imageData) {}

    Uni<Response> await(Task task, @Nullable String prefer, Language language) {
        CompletableFuture<Task> end = changes.shared()
                ? ends.of(task.id())
                : tasks.find(task.id())
                        .map(LiveTask::end)
                        .orElseGet(() -> CompletableFuture.completedFuture(views.find(task.id())));
        // A copy: giving up waiting must not complete the task's own future.
        Uni<Task> ended = Uni.createFrom().completionStage(end.copy());
        Duration wait = wait(prefer);
        Uni<Task> bounded = wait == null ? ended : ended.ifNoItem().after(wait).fail();
        return bounded.emitOn(Infrastructure.getDefaultWorkerPool())
                .map(t -> answer(t, language))
                .onFailure(TimeoutException.class)
                .recoverWithItem(() -> stillRunning(task.id(), language));
    }

    private @Nullable Duration wait(@Nullable String prefer) {
        if (prefer != null) {
            Matcher matcher = WAIT.matcher(prefer);
            if (matcher.find()) {
                Duration asked = Duration.ofSeconds(Math.max(1, Long.parseLong(matcher.group(1))));
                return longestWait == null || asked.compareTo(longestWait) < 0 ? asked : longestWait;
            }
        }
        return longestWait;
    }

    private Response stillRunning(String id, Language language) {
        return Response.accepted(views.show(views.find(id), language))
                .header(HttpHeaders.LOCATION, base.of("/api/generate/task/" + id))
                .build();
    }

    private Response answer(Task task, Language language) {
        TaskFailure failure = task.failure();
        if (task.status() != TaskStatus.DONE) {
            throw problem(task, failure);
        }
        TaskView view = views.show(task, language);
        TaskView.Result result = view.result();
        if (result == null) {
            throw ProblemException.of(ProblemCode.ENTRY_DELETED);
        }
        GalleryEntry entry = result.galleryEntry();
        Generated generated = new Generated(
                entry.imagePath(),
                entry.responseText(),
                entry,
                result.galleryEntries(),
                view.shortfall(),
                task.id(),
                null);
        Optional<StoredPicture> picture =
                alwaysWithData || task.request().includeImageData() ? files.find(entry.fileName()) : Optional.empty();
        return Response.ok(picture.<Object>map(stored -> new WithImageData(generated, stored, mapper))
                        .orElse(generated))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private static ProblemException problem(Task task, @Nullable TaskFailure failure) {
        TaskFailure why = failure == null ? TaskFailure.internal(task.requestId()) : failure;
        int status = task.status() == TaskStatus.CANCELED ? 409 : why.httpStatus();
        ProblemException problem = ProblemException.of(status, why.code(), why.message())
                .withExtra("taskId", task.id())
                .withExtra("mayBeBilled", task.mayBeBilled())
                .withExtra("nextStep", why.nextStep().wire());
        return why.upstream().isEmpty() ? problem : problem.withExtra("upstream", why.upstream());
    }

    /** The answer with the picture inside, encoded while it is sent: the whole picture is never in memory. */
    private record WithImageData(Generated generated, StoredPicture picture, ObjectMapper mapper)
            implements StreamingOutput {

        @Override
        public void write(OutputStream out) throws IOException {
            try (LocalPicture file = picture.local()) {
                write(file.path(), out);
            }
        }

        private void write(Path file, OutputStream out) throws IOException {
            byte[] json = mapper.writeValueAsBytes(generated);
            // Everything but the closing brace; the picture becomes the last member.
            out.write(json, 0, json.length - 1);
            out.write((",\"imageData\":\"data:" + mediaType(file) + ";base64,").getBytes(StandardCharsets.US_ASCII));
            try (InputStream base64 = new Base64Input(Files.newInputStream(file))) {
                base64.transferTo(out);
            }
            out.write("\"}".getBytes(StandardCharsets.US_ASCII));
        }

        private static String mediaType(Path file) throws IOException {
            try {
                return ImageProbe.probe(file).format().mediaType();
            } catch (NotAnImageException e) {
                throw new IOException("The picture " + file.getFileName() + " is damaged", e);
            }
        }
    }
}
