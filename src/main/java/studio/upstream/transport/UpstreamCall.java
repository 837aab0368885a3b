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
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import studio.json.DiskWriteException;
import studio.upstream.Billing;
import studio.upstream.Deadline;
import studio.upstream.Exchange;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;
import studio.upstream.ReportedError;
import studio.upstream.UpstreamException;
import studio.upstream.answer.Reply;
import studio.upstream.failure.Answered;

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
    private final Order<T> order;
    private final Exchange exchange;
    private int number;
    private @Nullable UpstreamException last;

    /**
     * What is asked.
     *
     * @param perTry limit of one try; the exchange's deadline limits them all
     * @param body of a POST; null: a GET
     */
    record Order<T>(
            Target target,
            @Nullable Body body,
            Exchange exchange,
            Billing billing,
            Duration perTry,
            UpstreamCalls.Reading<T> reading) {}

    UpstreamCall(Vertx vertx, RetryPolicy retries, Order<T> order) {
        this.vertx = vertx;
        this.retries = retries;
        this.order = order;
        this.exchange = order.exchange();
    }

    /**
     * Makes one try.
     *
     * @throws RetryPolicy.Resendable when another try is due
     * @throws UpstreamException when none is
     */
    T attempt(UpstreamClient client) throws IOException {
        if (exchange.canceled() || Thread.currentThread().isInterrupted()) {
            boolean unknown = last != null && last.outcome() == Outcome.UNKNOWN;
            throw FailureCode.CANCELED.failure(unknown ? Outcome.UNKNOWN : Outcome.NOT_SENT, last);
        }
        if (exchange.deadline().hasPassed()) {
            throw last != null ? last : FailureCode.UNREACHABLE.failure(Outcome.NOT_SENT, null);
        }
        number++;
        exchange.attemptStarts(number);
        Deadline limit = exchange.deadline().orIn(order.perTry());
        LiveCall live = new LiveCall(limit, order.target().headers());
        long timer = vertx.setTimer(Math.max(1, limit.left().toMillis()), now -> live.close(LiveCall.Closed.TIMED_OUT));
        // The body stays open until the try has ended, since an answer may start before the client has read its end.
        Body body = order.body();
        try (InputStream sent = body == null ? InputStream.nullInputStream() : body.open()) {
            return ask(client, live, sent, limit);
        } finally {
            vertx.cancelTimer(timer);
            exchange.onCancel(() -> {});
            live.release();
        }
    }

    private T ask(UpstreamClient client, LiveCall live, InputStream sent, Deadline limit) throws IOException {
        Target target = order.target();
        Body body = order.body();
        String length = body == null ? "" : Long.toString(body.length());
        byte[] text = body != null && body.inMemory() ? sent.readAllBytes() : null;
        try {
            exchange.onCancel(() -> live.close(LiveCall.Closed.CANCELED));
            Reply reply = live.reply(() -> {
                if (body == null) {
                    client.get(target.url());
                } else if (text != null) {
                    client.post(target.url(), body.contentType(), text);
                } else {
                    client.post(target.url(), body.contentType(), length, sent);
                }
            });
            Answered answered = Answered.of(reply.status(), reply.header(), target.apiKey(), order.billing());
            exchange.answerStarts(reply.status(), answered.requestId());
            if (reply.status() < 200 || reply.status() > 299) {
                live.endBodyWithin(ERROR_BODY);
                throw answered.refused(reply.header(), reply.text());
            }
            return order.reading().read(reply);
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
        boolean sent = live.sent();
        Outcome outcome = sent ? Outcome.UNKNOWN : Outcome.NOT_SENT;
        if (exchange.canceled() || live.closed() == LiveCall.Closed.CANCELED || has(e, UpstreamCall::interrupts)) {
            return FailureCode.CANCELED.failure(outcome, e);
        }
        if (e instanceof UpstreamException known) {
            return known;
        }
        if (e instanceof DiskWriteException) {
            // Asking again would be paid again, and end alike.
            ReportedError answered = new ReportedError(200, null, null, null, null, null);
            return new UpstreamException(FailureCode.NOT_STORED, Outcome.FINAL, answered, e);
        }
        if (live.closed() == LiveCall.Closed.TIMED_OUT || (limit.hasPassed() && live.hasReply())) {
            return (sent ? FailureCode.TIMEOUT : FailureCode.UNREACHABLE).failure(outcome, e);
        }
        if (!live.hasReply()) {
            FailureCode unsent = has(e, UpstreamCall::ofTls) ? FailureCode.TLS_FAILED : FailureCode.UNREACHABLE;
            return (sent ? FailureCode.CUT : unsent).failure(outcome, e);
        }
        Answered answered = new Answered(200, null, order.target().apiKey(), order.billing());
        return e instanceof JsonProcessingException && !(e instanceof JsonEOFException)
                ? answered.noApi("the answer is not JSON", e)
                : answered.cut(e);
    }

    private static boolean has(Throwable e, Predicate<Throwable> cause) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause).anyMatch(cause);
    }

    private static boolean interrupts(Throwable e) {
        return e instanceof InterruptedException
                || (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException))
                || e instanceof ClosedByInterruptException;
    }

    private static boolean ofTls(Throwable e) {
        return e instanceof SSLException
                || String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("ssl");
    }
}
