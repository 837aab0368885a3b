package studio.upstream.asynctask;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import studio.upstream.Answer;
import studio.upstream.Ticket;
import studio.upstream.UpstreamException;

/** What an upstream that works with tasks says, to a submission or to a question for the result. */
public sealed interface TaskReply {

    /** The pictures are there. */
    record Done(Answer answer) implements TaskReply {}

    /**
     * The upstream is at work.
     *
     * @param id of the task; null where only the state was asked for
     * @param address at which it says to ask; null when it does not
     * @param pause that it asks for; null when it does not
     */
    record Working(
            @Nullable String id,
            @Nullable String address,
            @Nullable Duration pause) implements TaskReply {}

    /** A submission was taken, and its ticket is on disk. */
    record Accepted(Ticket ticket) implements TaskReply {}

    /** The upstream has given the task up. */
    record Failed(UpstreamException why) implements TaskReply {}

    /** The task is done, and no picture is found in what it says. */
    record Empty(UpstreamException why) implements TaskReply {}

    /** The upstream knows no such task. */
    record Gone() implements TaskReply {}
}
