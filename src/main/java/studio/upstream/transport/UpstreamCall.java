package studio.upstream.transport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.json.DiskWriteException;
import studio.upstream.Billing;
import studio.upstream.Deadline;
import studio.upstream.Exchange;
import studio.upstream.Outcome;
import studio.upstream.UpstreamException;
import studio.upstream.answer.BoundedText;
import studio.upstream.answer.Reply;
import studio.upstream.failure.RequestIds;
import studio.upstream.failure.UpstreamErrors;

/**
 * One call to an upstream with all its tries, the body of the answer included. The annotated method of a REST client calls
 * {@link #attempt} once a try; this class keeps the promises around it: the attempt is recorded before the first byte, the
 * deadline and a cancel close the socket, a failure gets its class, and only {@link RetryPolicy} has it sent again.
 *
 * @param <T> what a good answer becomes
 */
public final class UpstreamCall<T> {
    /** How long the body of an error answer is waited for, once its status is known. */
    private static final Duration ERROR_BODY = Duration.ofSeconds(10);

    /** {@code @Timeout} interrupts at its limit, a hair before or after ours: that is no cancel. */
    private static final Duration SLACK = Duration.ofMillis(250);

    private final Exchange exchange;
    private final Vertx vertx;
    private final RetryPolicy retries;
    private final String apiKey;
    private final Billing billing;
    private final Duration perTry;
    private final UpstreamCalls.Reading<T> reading;
    private int number;
    private @Nullable UpstreamException lastFailure;

    UpstreamCall(
            Exchange exchange,
            Vertx vertx,
            RetryPolicy retries,
            String apiKey,
            Billing billing,
            Duration perTry,
            UpstreamCalls.Reading<T> reading) {
        this.exchange = exchange;
        this.vertx = vertx;
        this.retries = retries;
        this.apiKey = apiKey;
        this.billing = billing;
        this.perTry = perTry;
        this.reading = reading;
    }

    /**
     * Makes one try.
     *
     * @param send calls the REST client's own method, whose client is registered with {@link CallCapture}
     * @throws Resend when another try is due
     * @throws UpstreamException when none is
     */
    public T attempt(Runnable send) {
        if (exchange.canceled() || Thread.currentThread().isInterrupted()) {
            throw remember(UpstreamErrors.canceled(
                    lastFailure != null && lastFailure.outcome() == Outcome.UNKNOWN, lastFailure));
        }
        if (exchange.deadline().hasPassed()) {
            throw remember(lastFailure != null ? lastFailure : UpstreamErrors.timeout(false, null));
        }
        number++;
        exchange.attemptStarts(number);
        Deadline limit = exchange.deadline().orIn(perTry);
        LiveCall call = new LiveCall(limit);
        long left = Math.max(1, limit.left().toMillis());
        long timer = vertx.setTimer(left, now -> call.close(LiveCall.Closed.TIMED_OUT));
        try {
            exchange.onCancel(() -> call.close(LiveCall.Closed.CANCELED));
            call.during(send);
            Reply reply = call.reply();
            exchange.answerStarts(reply.status(), RequestIds.of(reply.header()));
            if (reply.status() < 200 || reply.status() > 299) {
                call.endBodyWithin(ERROR_BODY);
                throw UpstreamErrors.answered(
                        reply.status(),
                        reply.header(),
                        BoundedText.read(reply.body(), reply.header()),
                        apiKey,
                        billing);
            }
            return reading.read(reply);
        } catch (IOException | RuntimeException e) {
            throw failed(classify(e, call, limit), e);
        } finally {
            vertx.cancelTimer(timer);
            exchange.onCancel(() -> {});
            call.release();
        }
    }

    private RuntimeException failed(UpstreamException failure, Exception raw) {
        remember(failure);
        exchange.attemptFailed(number, failure);
        Optional<Duration> wait = retries.next(failure, number, exchange.deadline());
        if (wait.isEmpty()) {
            return failure;
        }
        Resend resend = new Resend(failure, wait.get(), exchange);
        if (raw != failure) {
            resend.addSuppressed(raw);
        }
        return resend;
    }

    private UpstreamException classify(Exception e, LiveCall call, Deadline limit) {
        if (exchange.canceled() || call.closed() == LiveCall.Closed.CANCELED) {
            return UpstreamErrors.canceled(call.sent(), e);
        }
        boolean late = !limit.isAfter(SLACK);
        if (interrupted(e)) {
            return late ? UpstreamErrors.timeout(call.sent(), e) : UpstreamErrors.canceled(call.sent(), e);
        }
        if (e instanceof UpstreamException known) {
            return known;
        }
        if (e instanceof DiskWriteException full) {
            return UpstreamErrors.notStored(full);
        }
        if (call.closed() == LiveCall.Closed.TIMED_OUT || (late && call.hasReply())) {
            return UpstreamErrors.timeout(call.sent(), e);
        }
        if (!call.hasReply()) {
            return UpstreamErrors.transport(e, call.sent());
        }
        return e instanceof JsonProcessingException && !(e instanceof JsonEOFException)
                ? UpstreamErrors.noApi("the answer is not JSON", 200, null, apiKey, e)
                : UpstreamErrors.cut(200, null, e);
    }

    private static boolean interrupted(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof InterruptedException
                    || (t instanceof InterruptedIOException && !(t instanceof java.net.SocketTimeoutException))
                    || t instanceof java.nio.channels.ClosedByInterruptException) {
                return true;
            }
        }
        return false;
    }

    private UpstreamException remember(UpstreamException failure) {
        lastFailure = failure;
        return failure;
    }

    /** The failure of the last try; when {@code @Timeout} has spoken instead of it, a time-out. */
    UpstreamException ended(Throwable byFaultTolerance) {
        return lastFailure != null ? lastFailure : UpstreamErrors.timeout(true, byFaultTolerance);
    }
}
