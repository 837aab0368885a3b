package studio.imaging.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.files.OwnerOnly;
import studio.imaging.probe.PixelLayout;

/**
 * Notes on disk, before each try, which pictures are being decoded: what is still noted at the next start may have ended the
 * process. A decoder can crash or take more memory than was foreseen, and what does so once would do it at each start.
 *
 * <p>Such a picture is never decoded again. Only a light one is tried {@value #LIGHT_TRIES} times in a row, since the process was more
 * likely killed for another reason while it was looked at; when a try ends well, nothing is held against the picture any more.
 *
 * <p>{@code data/decoding} has a line of fixed length for each decoding that runs, {@value #SUSPECTS} a line for each picture
 * that was found there at a start. Who deletes a line of the latter before a start lets the picture be tried again.
 */
public class DecodeJournal implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DecodeJournal.class);
    private static final String RUNNING = "decoding";
    private static final String SUSPECTS = "decoding-ended-the-server.txt";
    private static final int LINE = 80;
    private static final int LINES = 64;
    private static final int MOST_SUSPECTS = 10_000;
    private static final String EMPTY = " ".repeat(LINE - 1) + "\n";
    private static final int LIGHT_TRIES = 5;
    /** With the number of tries that the process ended in. */
    private static final Pattern TRIED = Pattern.compile(" tried-([0-9]) ");

    private static final String NEVER_AGAIN = " never-again ";

    /** Says that a picture is no longer being decoded. */
    public interface Mark extends AutoCloseable {
        @Override
        void close();
    }

    private DecodeJournal() {}

    /** One that keeps nothing. */
    public static DecodeJournal none() {
        return new DecodeJournal();
    }

    /** One in this folder, which is read when the first picture is to be decoded: a full disk does not hinder the start. */
    public static DecodeJournal in(Path folder) {
        return new Opened(folder);
    }

    /**
     * Notes that the picture is about to be decoded.
     *
     * @param picture its {@linkplain PixelLayout#fingerprint fingerprint}
     * @param light whether it takes so little that it is not likely to end the process
     * @throws UndecodedException when it is to be left alone
     * @throws UncheckedIOException when it cannot be noted; then it must not be decoded
     */
    public Mark begin(String picture, boolean light) throws UndecodedException {
        return () -> {};
    }

    /** At an orderly end: what still runs is not what ends the process. */
    @Override
    public void close() {}

    private static final class Opened extends DecodeJournal {
        private final Path folder;
        private @Nullable OnDisk journal;

        Opened(Path folder) {
            this.folder = folder;
        }

        @Override
        public Mark begin(String picture, boolean light) throws UndecodedException {
            return opened().begin(picture, light);
        }

        private synchronized OnDisk opened() {
            try {
                if (journal == null) {
                    journal = new OnDisk(folder);
                }
                return journal;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + folder.resolve(RUNNING), e);
            }
        }

        @Override
        public synchronized void close() {
            if (journal != null) {
                journal.close();
            }
        }
    }

    private static final class OnDisk extends DecodeJournal {
        /** The fingerprint, and the whole line. */
        private final Map<String, String> suspects = new HashMap<>();

        /** Lines are written over in place, with a sync when a decoding begins and without one when it has ended. */
        private final RandomAccessFile synced;

        private final RandomAccessFile unsynced;
        private final Path file;
        private final Deque<Integer> free = new ArrayDeque<>();

        OnDisk(Path folder) throws IOException {
            Files.createDirectories(folder);
            Path running = folder.resolve(RUNNING);
            this.file = folder.resolve(SUSPECTS);
            lines(file).forEach(this::suspect);
            List<String> left = lines(running);
            if (!left.isEmpty()) {
                left.forEach(this::suspect);
                left.forEach(line -> LOG.errorf("The server ended while it decoded a picture: %s", line));
                writeSuspects();
            }
            synced = new RandomAccessFile(running.toFile(), "rwd");
            OwnerOnly.restrict(running);
            unsynced = new RandomAccessFile(running.toFile(), "rw");
            synced.write(EMPTY.repeat(LINES).getBytes(ISO_8859_1));
            for (int line = 0; line < LINES; line++) {
                free.add(line);
            }
        }

        private void writeSuspects() throws IOException {
            Files.write(
                    file,
                    suspects.values().stream().limit(MOST_SUSPECTS).toList(),
                    ISO_8859_1,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.DSYNC);
            OwnerOnly.restrict(file);
        }

        private static List<String> lines(Path file) throws IOException {
            return Files.exists(file)
                    ? Files.readAllLines(file, ISO_8859_1).stream()
                            .map(String::strip)
                            .filter(line -> line.matches("[0-9a-f]{32} .*"))
                            .toList()
                    : List.of();
        }

        private void suspect(String line) {
            suspects.put(line.substring(0, line.indexOf(' ')), line);
        }

        @Override
        public synchronized Mark begin(String picture, boolean light) throws UndecodedException {
            String suspect = suspects.get(picture);
            int ended = suspect == null ? 0 : ended(suspect);
            if (ended >= LIGHT_TRIES) {
                throw UndecodedException.endedTheServer();
            }
            String verdict = light && ended + 1 < LIGHT_TRIES ? " tried-" + (ended + 1) + " " : NEVER_AGAIN;
            int line = write(synced, null, picture + verdict + Instant.now().truncatedTo(ChronoUnit.SECONDS));
            return () -> end(line, picture);
        }

        private static int ended(String suspect) {
            Matcher tried = TRIED.matcher(suspect);
            return tried.find() ? Integer.parseInt(tried.group(1)) : LIGHT_TRIES;
        }

        private synchronized void end(int line, String picture) {
            try {
                write(unsynced, line, "");
                if (suspects.remove(picture) != null) {
                    writeSuspects();
                }
            } catch (IOException | UncheckedIOException e) {
                LOG.warn("A decoding that has ended is still noted as running", e);
            }
        }

        /** Into a line that is free, or back into one that is not. */
        private synchronized int write(RandomAccessFile file, @Nullable Integer taken, String text) {
            int line = taken == null ? free.element() : taken;
            try {
                file.seek((long) line * LINE);
                file.write((text + EMPTY.substring(text.length())).getBytes(ISO_8859_1));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot note in " + RUNNING + " what is being decoded", e);
            }
            if (taken == null) {
                free.remove();
            } else {
                free.add(line);
            }
            return line;
        }

        @Override
        public synchronized void close() {
            try {
                synced.seek(0);
                synced.write(EMPTY.repeat(LINES).getBytes(ISO_8859_1));
                synced.close();
                unsynced.close();
            } catch (IOException e) {
                LOG.warnf("%s could not be emptied: %s", RUNNING, e.getMessage());
            }
        }
    }
}
