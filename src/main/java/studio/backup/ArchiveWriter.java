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
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import studio.files.Sha256;
import studio.picture.DiskContent;
import studio.picture.RemoteContent;
import studio.picture.StoredPicture;

/**
 * Writes an archive as a stream, whatever its size with one buffer in memory: a tar, since a ZIP keeps a list of all
 * its entries until its end. The digests of all entries follow as the last one, {@code SHA256SUMS}, in the form that
 * {@code sha256sum -c} reads.
 */
final class ArchiveWriter implements Closeable {
    private static final int BUFFER = 1 << 16;
    private static final int OWNER_ONLY = 0600;

    private final OutputStream out;
    private final TarArchiveOutputStream tar;
    private final FileChannel sumsFile;
    private final OutputStream sums;
    private long files;
    private long bytes;

    /** @param sumsFile where the digests are kept meanwhile; made here, and gone when this is closed */
    ArchiveWriter(OutputStream out, Path sumsFile) throws IOException {
        // The tar writes block by block, and does not hand on a flush.
        this.out = new BufferedOutputStream(out, BUFFER);
        this.tar = new TarArchiveOutputStream(this.out, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
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

    /** A picture as it is now, wherever it is; see {@link #file}. */
    boolean picture(String name, StoredPicture picture) throws IOException {
        return switch (picture.content()) {
            case DiskContent(Path file) -> file(name, file);
            case RemoteContent remote -> {
                try (InputStream in = remote.open(0, picture.size())) {
                    listed(name, in, picture.size(), picture.modified());
                    yield true;
                } catch (NoSuchFileException e) {
                    yield false;
                }
            }
        };
    }

    /** Writes the list of digests and the archive's end. */
    void finish() throws IOException {
        sums.flush();
        sumsFile.position(0);
        entry(Archive.SUMS, Channels.newInputStream(sumsFile), sumsFile.size(), Instant.now(), Sha256.start());
        tar.finish();
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
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(size);
        entry.setModTime(Math.max(0, modified.getEpochSecond()) * 1000);
        entry.setMode(OWNER_ONLY);
        entry.setUserName("");
        tar.putArchiveEntry(entry);
        byte[] buffer = new byte[BUFFER];
        for (long left = size; left > 0; ) {
            int most = (int) Math.min(left, BUFFER);
            int read = in.readNBytes(buffer, 0, most);
            Arrays.fill(buffer, read, most, (byte) 0);
            tar.write(buffer, 0, most);
            digest.update(buffer, 0, most);
            left -= most;
        }
        tar.closeArchiveEntry();
    }
}
