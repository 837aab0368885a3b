package studio.backup;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import studio.json.BulkInput;

/** A stream that one thread reads while others bring its parts; half a megabyte of it is in memory at most. */
final class PartStream extends BulkInput {
    private static final int PIECES = 8;
    private static final byte[] END = {};
    private static final long STEP_MS = 500;

    private final BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(PIECES);
    private final long patienceMs;
    private byte[] piece = END;
    private int at;
    private boolean ended;
    private volatile boolean closed;

    /** @param patienceMs after which a reader that gets nothing fails */
    PartStream(long patienceMs) {
        this.patienceMs = patienceMs;
    }

    /** Waits until the reader has room for it; what comes after the reader has finished is dropped. */
    void bring(byte[] buffer, int length) throws IOException {
        if (length > 0) {
            put(Arrays.copyOf(buffer, length));
        }
    }

    void end() throws IOException {
        put(END);
    }

    private void put(byte[] bytes) throws IOException {
        try {
            while (!closed && !pieces.offer(bytes, STEP_MS, TimeUnit.MILLISECONDS)) {
                Thread.onSpinWait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (ended || closed) {
            return -1;
        }
        if (at == piece.length) {
            piece = next();
            at = 0;
            if (piece.length == 0) {
                ended = true;
                return -1;
            }
        }
        int read = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, buffer, offset, read);
        at += read;
        return read;
    }

    private byte[] next() throws IOException {
        try {
            byte[] next = pieces.poll(patienceMs, TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new IOException("nothing came for too long");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    /** Lets whoever brings parts go on. */
    @Override
    public void close() {
        closed = true;
        pieces.clear();
    }
}
