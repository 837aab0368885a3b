package studio.upstream.transport;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import studio.json.BulkInput;
import studio.upstream.Deadline;

/**
 * The body of a response as a blocking stream with back-pressure and one deadline for all of it. The REST client's own
 * stream gives up after 100 seconds of silence, and a model may well be silent for longer.
 */
public final class BodyStream extends BulkInput {
    /** Buffers (of at most 64 KiB) that may wait in memory. */
    private static final int WINDOW = 16;

    private final HttpClientResponse response;
    private final Context context;
    private final BlockingQueue<Piece> arrived = new LinkedBlockingQueue<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Deadline deadline;
    private @Nullable Buffer current;
    private int at;
    private int taken;

    /** Bytes, or without bytes the end; {@code failure} is why the body ended early. */
    private record Piece(@Nullable Buffer bytes, @Nullable Throwable failure) {}

    /**
     * What came before this stream took over.
     *
     * @param ended nothing more will come
     * @param failure why it ended early
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    public record Early(
            byte[] bytes, boolean ended, @Nullable Throwable failure) {
        public static final Early NOTHING = new Early(new byte[0], false, null);
    }

    /** Must be made on the connection's event loop. */
    public BodyStream(HttpClientResponse response, Early early, Context context, Deadline deadline) {
        this.response = response;
        this.context = context;
        this.deadline = deadline;
        if (early.bytes().length > 0) {
            arrived.add(new Piece(Buffer.buffer(early.bytes()), null));
        }
        if (early.ended()) {
            end(early.failure());
            return;
        }
        response.pause();
        response.handler(bytes -> arrived.add(new Piece(bytes, null)));
        response.endHandler(done -> end(null));
        response.exceptionHandler(reason -> {
            // The client may still hold what came before the connection broke: that is passed on first, on the same
            // loop.
            response.fetch(Long.MAX_VALUE);
            context.runOnContext(now -> end(reason));
        });
        response.fetch(WINDOW);
    }

    void deadline(Deadline earlier) {
        deadline = earlier;
    }

    /** Ends the body; the first reason counts, and what has arrived before can still be read. */
    void end(@Nullable Throwable reason) {
        if (ended.compareAndSet(false, true)) {
            arrived.add(new Piece(null, reason));
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        Buffer buffer = current;
        while (buffer == null || at == buffer.length()) {
            buffer = next();
            current = buffer;
            at = 0;
            if (buffer == null) {
                return -1;
            }
        }
        int count = Math.min(length, buffer.length() - at);
        buffer.getBytes(at, at + count, target, offset);
        at += count;
        return count;
    }

    private @Nullable Buffer next() throws IOException {
        Buffer buffer = await();
        if (buffer != null && ++taken == WINDOW / 2) {
            taken = 0;
            // Demand is counted without a lock in there, so that it is changed on its own thread only.
            context.runOnContext(now -> response.fetch(WINDOW / 2));
        }
        return buffer;
    }

    /** Null at the end, however often it is asked for. */
    private @Nullable Buffer await() throws IOException {
        try {
            Piece piece = arrived.poll(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
            if (piece != null && piece.bytes() == null) {
                arrived.add(piece);
                if (piece.failure() != null) {
                    throw new IOException("the body was cut off", piece.failure());
                }
            }
            // A drip that never pauses long must not outlive the deadline either.
            if (piece == null || deadline.hasPassed()) {
                throw new SocketTimeoutException("the body did not end in time");
            }
            return piece.bytes();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the body was read");
        }
    }
}
