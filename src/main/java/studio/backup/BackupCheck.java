package studio.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.files.Folders;
import studio.files.OwnerOnly;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/** Reads a backup through while it is sent, part by part, and keeps nothing of it but the digests of its files. */
final class BackupCheck {
    private static final Logger LOG = Logger.getLogger(BackupCheck.class);
    private static final int BUFFER = 1 << 16;
    private static final Duration SILENCE = Duration.ofMinutes(10);
    private static final Duration LAST_PART = Duration.ofSeconds(20);

    /** {@code WHOLE} and {@code BROKEN} are what was found. */
    enum State {
        RECEIVING,
        WHOLE,
        BROKEN,
        CANCELED
    }

    /**
     * How far it is at one moment.
     *
     * @param offset how many bytes have come
     * @param found what the archive holds, once it was read to its end
     * @param problem why it cannot be restored
     */
    record Progress(
            State state,
            long size,
            long offset,
            @Nullable Unpacked found,
            @Nullable Message problem) {}

    private final String id;
    private final long size;
    private final Path folder;
    private final PartStream parts = new PartStream(SILENCE.toMillis());
    private final Thread reader;
    private State state = State.RECEIVING;
    private long offset;
    private Instant lastHeard = Instant.now();
    private @Nullable Unpacked found;
    private @Nullable Message problem;

    /** @param folder made here, for the digests, and gone when all is read */
    BackupCheck(String id, long size, Path folder) {
        this.id = id;
        this.size = size;
        this.folder = folder;
        this.reader = Thread.ofPlatform().daemon().name("backup-check").unstarted(this::read);
    }

    BackupCheck start() {
        reader.start();
        return this;
    }

    String id() {
        return id;
    }

    synchronized boolean silentSince(Instant time) {
        return state != State.RECEIVING || lastHeard.isBefore(time);
    }

    synchronized Progress progress() {
        return new Progress(state, size, offset, found, problem);
    }

    private void read() {
        try (parts) {
            OwnerOnly.createFolder(folder);
            end(State.WHOLE, Unpack.readOnly(folder.resolve("sums")).from(parts), null);
        } catch (BackupException e) {
            end(State.BROKEN, null, e.message());
        } catch (IOException | RuntimeException e) {
            LOG.debug("A backup could not be read through", e);
            end(State.BROKEN, null, Message.of("backup.not_read"));
        } finally {
            try {
                Folders.delete(folder);
            } catch (IOException e) {
                LOG.warn("The digests of a checked backup remain for now", e);
            }
        }
    }

    private synchronized void end(State next, @Nullable Unpacked held, @Nullable Message why) {
        if (state == State.RECEIVING) {
            state = next;
            found = held;
            problem = why;
        }
    }

    /**
     * Takes the part that follows; with the last one it waits a moment for what is found.
     *
     * @throws ProblemException 409 {@code import_out_of_order} when it does not follow
     */
    void part(long from, InputStream body) throws IOException {
        synchronized (this) {
            if (from != offset || state == State.CANCELED) {
                throw ProblemException.of(ProblemCode.IMPORT_OUT_OF_ORDER);
            }
        }
        byte[] buffer = new byte[BUFFER];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            parts.bring(buffer, read);
            synchronized (this) {
                offset += read;
                lastHeard = Instant.now();
                if (offset > size) {
                    throw ProblemException.of(ProblemCode.IMPORT_OUT_OF_ORDER);
                }
            }
        }
        if (progress().offset() == size) {
            parts.end();
            try {
                boolean unused = reader.join(LAST_PART);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void cancel() {
        end(State.CANCELED, null, null);
        parts.close();
        reader.interrupt();
    }
}
