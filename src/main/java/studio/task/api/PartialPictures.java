package studio.task.api;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.task.run.LiveTasks;
import studio.task.run.LiveTasks.Partial;

/** Hands out the newest unfinished picture of a running task. */
@Singleton
class PartialPictures {
    private final LiveTasks tasks;

    PartialPictures(LiveTasks tasks) {
        this.tasks = tasks;
    }

    /**
     * @param call the number of the picture within the task
     * @throws ProblemException 404 when there is none, any more or yet
     */
    Response newest(String taskId, int call) throws IOException {
        Partial partial = tasks.find(taskId).map(live -> live.partial(call)).orElseThrow(PartialPictures::none);
        try {
            ImageInfo info = ImageProbe.probe(partial.file());
            if (!info.format().raster()) {
                throw none();
            }
            // Opened here, so that the file may be replaced while it is sent.
            InputStream content = Files.newInputStream(partial.file());
            return Response.ok(content, info.format().mediaType())
                    .header("Cache-Control", "private, no-store")
                    .build();
        } catch (NotAnImageException | NoSuchFileException replaced) {
            throw none();
        }
    }

    private static ProblemException none() {
        return ProblemException.of(ProblemCode.NO_PARTIAL);
    }
}
