package studio.upstream.asynctask;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import studio.upstream.Answer;
import studio.upstream.Exchange;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;
import studio.upstream.ReportedError;
import studio.upstream.Ticket;
import studio.upstream.UpstreamException;
import studio.upstream.asynctask.TaskReader.TaskReply;

/**
 * Asks for the result of a task until it is there, the upstream gives it up, or time is over. A question is free, so that whatever
 * goes wrong with one is followed by another; nothing of it says how the task stands.
 */
final class AwaitResult {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final Duration LONGEST_HINT = Duration.ofMinutes(1);

    /** A new task is not known everywhere at once. */
    private static final int TIMES_UNKNOWN = 6;

    /** A key that is refused, or an address that is wrong, will be so again. */
    private static final int TIMES_REFUSED = 3;

    private final Ticket ticket;
    private final Exchange exchange;
    private final Duration every;
    private int gone;
    private int refused;
    private @Nullable UpstreamException last;

    AwaitResult(Ticket ticket, Exchange exchange, Duration every) {
        this.ticket = ticket;
        this.exchange = exchange;
        this.every = every;
    }

    /** @throws UpstreamException {@code result_pending}, or the upstream's last failure */
    Answer by(Supplier<TaskReply> question) {
        Duration pause = every;
        while (true) {
            Duration asked = pause;
            switch (ask(question)) {
                case TaskReply.Done done -> {
                    return withId(done.answer());
                }
                case TaskReply.Failed failed -> {
                    if (failed.sure() || ++refused >= TIMES_REFUSED) {
                        throw failed.why();
                    }
                }
                case TaskReply.Accepted ignored -> throw new IllegalStateException("nothing was submitted");
                case TaskReply.Gone ignored -> {
                    if (++gone >= TIMES_UNKNOWN) {
                        throw failure(FailureCode.RESULT_EXPIRED);
                    }
                }
                case TaskReply.Working working -> {
                    Duration hint = working.pause();
                    if (hint != null && hint.compareTo(pause) > 0) {
                        asked = shorter(hint, LONGEST_HINT);
                    }
                }
            }
            if (refused >= TIMES_REFUSED || !exchange.deadline().isAfter(asked)) {
                throw failure(FailureCode.RESULT_PENDING);
            }
            exchange.pause(asked);
            pause = shorter(pause.multipliedBy(5).dividedBy(4), LONGEST_PAUSE);
        }
    }

    private TaskReply ask(Supplier<TaskReply> question) {
        exchange.refuseWhenCanceled(null);
        try {
            TaskReply reply = question.get();
            refused = reply instanceof TaskReply.Failed ? refused : 0;
            last = null;
            gone = reply instanceof TaskReply.Gone ? gone : 0;
            return reply;
        } catch (UpstreamException e) {
            exchange.refuseWhenCanceled(e);
            last = e;
            if (e.status() == 404 || e.status() == 410) {
                return new TaskReply.Gone();
            }
            refused = e.outcome() == Outcome.FINAL ? refused + 1 : 0;
            return new TaskReply.Working(null, null, e.retryAfter());
        }
    }

    private Answer withId(Answer answer) {
        Answer.Details told = answer.details();
        Answer.Details named = new Answer.Details(
                told.model(),
                ticket.id(),
                told.usage(),
                told.cost(),
                told.revisedPrompt(),
                told.turn(),
                told.shortfall());
        return new Answer(answer.candidates(), answer.text(), named);
    }

    private UpstreamException failure(FailureCode code) {
        ReportedError told = last == null
                ? new ReportedError(0, null, null, ticket.id(), null, null)
                : new ReportedError(
                        last.status(), last.upstreamCode(), last.upstreamMessage(), ticket.id(), null, null);
        return new UpstreamException(code, Outcome.UNKNOWN, told, last);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
