package studio.task.api;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.storage.ChangeBus;
import studio.task.feed.SqlPartials;
import studio.task.run.LiveTask;
import studio.task.run.LiveTasks;
import studio.task.run.LiveTasks.Partial;

/** Hands out the newest unfinished picture of a running task. */
@Singleton
class PartialPictures {
    private final LiveTasks tasks;
    private final ChangeBus changes;
    private final SqlPartials elsewhere;

    PartialPictures(LiveTasks tasks, ChangeBus changes, SqlPartials elsewhere) {
        this.tasks = tasks;
        this.changes = changes;
        this.elsewhere = elsewhere;
    }

    /**
     * @param call the number of the picture within the task
     * @throws ProblemException 404 when there is none, any more or yet
     */
    Response newest(String taskId, int call) throws IOException {
        Optional<LiveTask> live = tasks.find(taskId);
        if (live.isEmpty() && changes.shared()) {
            return elsewhere.find(taskId, call, PartialPictures::answer).orElseThrow(PartialPictures::none);
        }
        Partial partial = live.map(one -> one.partial(call)).orElseThrow(PartialPictures::none);
        try {
            ImageInfo info = ImageProbe.probe(partial.file());
            if (!info.format().raster()) {
                throw none();
            }
            // Opened here, so that the file may be replaced while it is sent.
            InputStream content = Files.newInputStream(partial.file());
            return answer(content, info.format().mediaType());
        } catch (NotAnImageException | NoSuchFileException replaced) {
            throw none();
        }
    }

    private static Response answer(Object content, String mediaType) {
        return Response.ok(content, mediaType)
                .header("Cache-Control", "private, no-store")
                .build();
    }

    private static ProblemException none() {
        return ProblemException.of(ProblemCode.NO_PARTIAL);
    }
}
