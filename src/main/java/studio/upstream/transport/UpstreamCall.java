package studio.upstream.transport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.json.DiskWriteException;
import studio.upstream.Billing;
import studio.upstream.Deadline;
import studio.upstream.Exchange;
import studio.upstream.Outcome;
import studio.upstream.UpstreamException;
import studio.upstream.answer.Reply;
import studio.upstream.failure.Answered;
import studio.upstream.failure.UpstreamErrors;

/**
 * One call to an upstream with all its tries, the body of the answer included: the attempt is recorded before the first byte, the
 * deadline and a cancel close the socket, a failure gets its class, and only {@link RetryPolicy} has it sent again.
 *
 * @param <T> what a good answer becomes
 */
public final class UpstreamCall<T> {
    /** How long the body of an error answer is waited for, once its status is known. */
    private static final Duration ERROR_BODY = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final RetryPolicy retries;
    private final Duration perTry;
    private final Exchange exchange;
    private final Billing billing;
    private final Target target;
    private final @Nullable Body body;
    private final UpstreamCalls.Reading<T> reading;
    private int number;
    private @Nullable UpstreamException last;

    /** @param perTry limit of one try; the exchange's deadline limits them all */
    UpstreamCall(
            Vertx vertx,
            RetryPolicy retries,
            Duration perTry,
            Exchange exchange,
            Billing billing,
            Target target,
            @Nullable Body body,
            UpstreamCalls.Reading<T> reading) {
        this.vertx = vertx;
        this.retries = retries;
        this.perTry = perTry;
        this.exchange = exchange;
        this.billing = billing;
        this.target = target;
        this.body = body;
        this.reading = reading;
    }

    /**
     * Makes one try.
     *
     * @throws RetryPolicy.Resendable when another try is due
     * @throws UpstreamException when none is
     */
    T attempt(UpstreamClient client) throws IOException {
        if (exchange.canceled() || Thread.currentThread().isInterrupted()) {
            throw UpstreamErrors.canceled(last != null && last.outcome() == Outcome.UNKNOWN, last);
        }
        if (exchange.deadline().hasPassed()) {
            throw last != null ? last : UpstreamErrors.timeout(false, null);
        }
        number++;
        exchange.attemptStarts(number);
        Deadline limit = exchange.deadline().orIn(perTry);
        LiveCall live = new LiveCall(limit, target.headers());
        long timer = vertx.setTimer(Math.max(1, limit.left().toMillis()), now -> live.close(LiveCall.Closed.TIMED_OUT));
        // The body stays open until the try has ended, since an answer may begin before the client has read its end.
        try (InputStream sent = body == null ? InputStream.nullInputStream() : body.open()) {
            return ask(client, live, sent, limit);
        } finally {
            vertx.cancelTimer(timer);
            exchange.onCancel(() -> {});
            live.release();
        }
    }

    private T ask(UpstreamClient client, LiveCall live, InputStream sent, Deadline limit) throws IOException {
        String length = body == null ? "" : Long.toString(body.length());
        try {
            exchange.onCancel(() -> live.close(LiveCall.Closed.CANCELED));
            Reply reply = live.reply(() -> {
                if (body == null) {
                    client.get(target.url());
                } else {
                    client.post(target.url(), body.contentType(), length, sent);
                }
            });
            exchange.answerStarts(reply.status(), Answered.requestId(reply.header()));
            if (reply.status() < 200 || reply.status() > 299) {
                live.endBodyWithin(ERROR_BODY);
                String text = reply.text();
                throw UpstreamErrors.answered(reply.status(), reply.header(), text, target.apiKey(), billing);
            }
            return reading.read(reply);
        } catch (IOException | RuntimeException e) {
            throw failed(classify(e, live, limit), e);
        }
    }

    private RuntimeException failed(UpstreamException failure, Exception raw) {
        last = failure;
        exchange.attemptFailed(number, failure);
        Optional<Duration> wait = retries.next(failure, number, exchange.deadline());
        if (wait.isEmpty()) {
            return failure;
        }
        RetryPolicy.Resendable again = new RetryPolicy.Resendable(failure, wait.get(), exchange);
        if (raw != failure) {
            again.addSuppressed(raw);
        }
        return again;
    }

    private UpstreamException classify(Exception e, LiveCall live, Deadline limit) {
        if (exchange.canceled() || live.closed() == LiveCall.Closed.CANCELED || interrupted(e)) {
            return UpstreamErrors.canceled(live.sent(), e);
        }
        if (e instanceof UpstreamException known) {
            return known;
        }
        if (e instanceof DiskWriteException full) {
            return UpstreamErrors.notStored(full);
        }
        if (live.closed() == LiveCall.Closed.TIMED_OUT || (limit.hasPassed() && live.hasReply())) {
            return UpstreamErrors.timeout(live.sent(), e);
        }
        if (!live.hasReply()) {
            return UpstreamErrors.transport(e, live.sent());
        }
        Answered answered = new Answered(200, null, target.apiKey(), billing);
        return e instanceof JsonProcessingException && !(e instanceof JsonEOFException)
                ? answered.noApi("the answer is not JSON", e)
                : answered.cut(e);
    }

    private static boolean interrupted(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof InterruptedException
                    || (t instanceof InterruptedIOException && !(t instanceof SocketTimeoutException))
                    || t instanceof ClosedByInterruptException) {
                return true;
            }
        }
        return false;
    }
}
