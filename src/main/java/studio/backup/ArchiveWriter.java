package studio.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import studio.files.Sha256;

/**
 * Writes an archive as a stream, whatever its size with one buffer in memory: a tar, since a ZIP keeps a list of all
 * its entries until its end. The digests of all entries follow as the last one, {@code SHA256SUMS}, in the form that
 * {@code sha256sum -c} reads.
 */
final class ArchiveWriter implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final OutputStream out;
    private final FileChannel sumsFile;
    private final OutputStream sums;
    private long files;
    private long bytes;

    /** @param sumsFile where the digests are kept meanwhile; made here, and gone when this is closed */
    ArchiveWriter(OutputStream out, Path sumsFile) throws IOException {
        this.out = out;
        this.sumsFile = FileChannel.open(
                sumsFile,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        this.sums = new BufferedOutputStream(Channels.newOutputStream(this.sumsFile));
    }

    long files() {
        return files;
    }

    long bytes() {
        return bytes;
    }

    void bytes(String name, byte[] content, Instant modified) throws IOException {
        listed(name, new ByteArrayInputStream(content), content.length, modified);
    }

    /**
     * A file as it is now; one that grows meanwhile is cut, one that shrinks is filled up with zeros.
     *
     * @return false when there is none (any more)
     */
    boolean file(String name, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            Instant modified =
                    Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
            listed(name, Channels.newInputStream(channel), channel.size(), modified);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Writes the list of digests and the archive's end. */
    void finish() throws IOException {
        sums.flush();
        sumsFile.position(0);
        entry(ArchiveNames.SUMS, Channels.newInputStream(sumsFile), sumsFile.size(), Instant.now(), Sha256.start());
        out.write(new byte[2 * TarHeader.BLOCK]);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        sumsFile.close();
    }

    private void listed(String name, InputStream in, long size, Instant modified) throws IOException {
        MessageDigest digest = Sha256.start();
        entry(name, in, size, modified, digest);
        sums.write((Sha256.hex(digest) + "  " + name + "\n").getBytes(UTF_8));
        files++;
        bytes += size;
    }

    private void entry(String name, InputStream in, long size, Instant modified, MessageDigest digest)
            throws IOException {
        long seconds = Math.max(0, modified.getEpochSecond());
        byte[] nameBytes = name.getBytes(UTF_8);
        boolean plain = nameBytes.length <= TarHeader.LONGEST_NAME && nameBytes.length == name.length();
        if (!plain || size > TarHeader.LARGEST_SIZE) {
            byte[] extended = (record("path", name) + record("size", Long.toString(size))).getBytes(UTF_8);
            out.write(new TarHeader("pax", extended.length, seconds, TarHeader.EXTENDED).bytes());
            out.write(extended);
            out.write(new byte[TarHeader.padding(extended.length)]);
        }
        String shortName = plain ? name : HexFormat.of().toHexDigits(name.hashCode());
        long shortSize = Math.min(size, TarHeader.LARGEST_SIZE);
        out.write(new TarHeader(shortName, shortSize, seconds, TarHeader.FILE).bytes());
        copy(in, size, digest);
        out.write(new byte[TarHeader.padding(size)]);
    }

    private void copy(InputStream in, long size, MessageDigest digest) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long left = size;
        while (left > 0) {
            int most = (int) Math.min(left, BUFFER);
            int read = in.read(buffer, 0, most);
            if (read < 0) {
                Arrays.fill(buffer, (byte) 0);
                read = most;
            }
            out.write(buffer, 0, read);
            digest.update(buffer, 0, read);
            left -= read;
        }
    }

    /** {@code "<length> <key>=<value>\n"}, where the length counts its own digits too. */
    private static String record(String key, String value) {
        int rest = (" " + key + "=" + value + "\n").getBytes(UTF_8).length;
        int length = rest + Integer.toString(rest).length();
        length = rest + Integer.toString(length).length();
        return length + " " + key + "=" + value + "\n";
    }
}
