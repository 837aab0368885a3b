package studio.task.feed;

import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import org.jspecify.annotations.Nullable;
import studio.problem.Language;
import studio.task.Task;
import studio.web.event.EventStreams;

/** Opens event streams of one task or of all. */
@Singleton
public class FollowTasks {
    private final FindTasks findTasks;
    private final TaskFeed feed;
    private final EventStreams streams;

    public FollowTasks(FindTasks findTasks, TaskFeed feed, EventStreams streams) {
        this.findTasks = findTasks;
        this.feed = feed;
        this.streams = streams;
    }

    /**
     * @param lastEventId what the reader has seen last; anything that is no number counts as nothing
     * @throws studio.problem.ProblemException 404
     * @throws WebApplicationException 204 when the reader has seen the last event: EventSource then stops to reconnect
     */
    public Multi<OutboundSseEvent> one(String id, @Nullable String lastEventId, Language language) {
        Task task = findTasks.task(id);
        Long after = version(lastEventId);
        if (task.status().terminal() && after != null && after >= task.version()) {
            throw new WebApplicationException(Response.noContent().build());
        }
        return streams.open(stream -> feed.follow(() -> findTasks.task(id), stream, after, language));
    }

    public Multi<OutboundSseEvent> all(@Nullable String lastEventId, Language language) {
        return streams.open(stream -> feed.followAll(stream, lastEventId, language));
    }

    private static @Nullable Long version(@Nullable String lastEventId) {
        if (lastEventId == null || !lastEventId.strip().matches("[0-9]{1,18}")) {
            return null;
        }
        return Long.valueOf(lastEventId.strip());
    }
}
