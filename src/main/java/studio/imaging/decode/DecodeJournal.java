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
import java.util.BitSet;
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
 * Notes on disk, before each try, which pictures are being decoded: what is still noted on startup may have ended the process.
 * A decoder can crash or take more memory than was foreseen, and such a picture would do it again at each start.
 *
 * <p>The note outlives the process at once. Only what may take the machine along, too, is synced before it is tried.
 *
 * <p>It is never decoded again. Only a light one is tried {@value #LIGHT_TRIES} times in a row, since the process was more likely
 * killed for another reason meanwhile; a try that ends well clears it.
 *
 * <p>{@code data/decoding} has a line of fixed length for each running decoding, {@value #SUSPECTS} a line for each picture that
 * was found there on startup. A picture whose line is deleted from the latter is tried again after the next start.
 */
public final class DecodeJournal implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DecodeJournal.class);
    private static final String RUNNING = "decoding";
    private static final String SUSPECTS = "decoding-ended-the-server.txt";
    private static final int LINE = 80;
    private static final int MAX_SUSPECTS = 10_000;
    private static final int LIGHT_TRIES = 5;
    /** With the number of tries that the process ended in. */
    private static final Pattern TRIED = Pattern.compile(" tried-([0-9]) ");

    private static final String NEVER_AGAIN = " never-again ";

    private final Path folder;
    /** Lines by fingerprint. */
    private final Map<String, String> suspects = new HashMap<>();

    private final BitSet taken = new BitSet();
    private @Nullable RandomAccessFile running;

    /** Ends the note of a picture that is no longer being decoded. */
    public interface Mark extends AutoCloseable {
        @Override
        void close();
    }

    /** @param folder read when the first picture is to be decoded, so that a full disk does not hinder the start */
    public DecodeJournal(Path folder) {
        this.folder = folder;
    }

    /**
     * Notes that the picture is about to be decoded.
     *
     * @param picture its {@linkplain PixelLayout#fingerprint fingerprint}
     * @param light whether it takes so little that it is not likely to end the process
     * @throws UndecodedException when it is to be left alone
     * @throws UncheckedIOException when it cannot be noted; then it must not be decoded
     */
    public synchronized Mark begin(String picture, boolean light) throws UndecodedException {
        try {
            RandomAccessFile file = opened();
            int tries = 1 + ended(picture);
            if (tries > LIGHT_TRIES) {
                throw UndecodedException.endedTheServer();
            }
            String verdict = light && tries < LIGHT_TRIES ? " tried-" + tries + " " : NEVER_AGAIN;
            int line = taken.nextClearBit(0);
            write(file, line, picture + verdict + Instant.now().truncatedTo(ChronoUnit.SECONDS));
            if (!light) {
                file.getChannel().force(false);
            }
            taken.set(line);
            return () -> end(file, line, picture);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot note in " + folder.resolve(RUNNING) + " what is being decoded", e);
        }
    }

    private RandomAccessFile opened() throws IOException {
        if (running == null) {
            Files.createDirectories(folder);
            Path file = folder.resolve(RUNNING);
            readSuspects(folder.resolve(SUSPECTS));
            List<String> left = readSuspects(file);
            if (!left.isEmpty()) {
                left.forEach(line -> LOG.errorf("The server ended while it decoded a picture: %s", line));
                writeSuspects();
            }
            OwnerOnly.createFile(file);
            running = new RandomAccessFile(file.toFile(), "rw");
            running.setLength(0);
        }
        return running;
    }

    private List<String> readSuspects(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<String> lines = Files.readAllLines(file, ISO_8859_1).stream()
                .map(String::strip)
                .filter(line -> line.matches("[0-9a-f]{32} .*"))
                .toList();
        lines.forEach(line -> suspects.put(line.substring(0, line.indexOf(' ')), line));
        return lines;
    }

    private void writeSuspects() throws IOException {
        Path file = folder.resolve(SUSPECTS);
        OwnerOnly.createFile(file);
        Files.write(
                file,
                suspects.values().stream().limit(MAX_SUSPECTS).toList(),
                ISO_8859_1,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.DSYNC);
    }

    /** How many times in a row the process ended while it decoded the picture. */
    private int ended(String picture) {
        Matcher tried = TRIED.matcher(suspects.getOrDefault(picture, " tried-0 "));
        return tried.find() ? Integer.parseInt(tried.group(1)) : LIGHT_TRIES;
    }

    private synchronized void end(RandomAccessFile file, int line, String picture) {
        try {
            write(file, line, "");
            taken.clear(line);
            if (suspects.remove(picture) != null) {
                writeSuspects();
            }
        } catch (IOException e) {
            LOG.warn("A decoding that has ended is still noted as running", e);
        }
    }

    private static void write(RandomAccessFile file, int line, String text) throws IOException {
        file.seek((long) line * LINE);
        file.write((text + " ".repeat(LINE - 1 - text.length()) + "\n").getBytes(ISO_8859_1));
    }

    /** On an orderly shutdown: what still runs is not what ends the process. */
    @Override
    public synchronized void close() {
        if (running != null) {
            try (RandomAccessFile file = running) {
                file.setLength(0);
            } catch (IOException e) {
                LOG.warnf("%s could not be emptied: %s", RUNNING, e.getMessage());
            }
        }
    }
}
