package studio.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;

/** Reads an archive entry by entry, as a stream and with one buffer in memory. Trusts nothing of what it reads. */
final class ArchiveReader {
    private static final int BUFFER = 1 << 16;
    private static final int MOST_EXTENDED = 1 << 14;

    private final InputStream in;
    private long left;
    private int padding;

    ArchiveReader(InputStream in) {
        this.in = in;
    }

    /** An entry's name, as it is written, and its size, which is not negative. */
    record Entry(String name, long size) {}

    /**
     * Goes on to the next entry; the one before must have been read.
     *
     * @return null at the archive's end
     * @throws EOFException when the archive is cut off
     * @throws BackupException when it is none, or holds anything but files
     */
    @Nullable
    Entry next() throws IOException, BackupException {
        in.skipNBytes(left + padding);
        TarHeader header = header();
        String name = null;
        long size = -1;
        if (header != null && header.kind() == TarHeader.EXTENDED) {
            byte[] extended = extended(header);
            name = value(extended, "path");
            String written = value(extended, "size");
            size = written == null ? -1 : size(written);
            header = header();
        }
        if (header == null) {
            return null;
        }
        if (header.kind() != TarHeader.FILE) {
            throw new BackupException(Message.of("backup.not_a_plain_file", header.name()));
        }
        left = size < 0 ? header.size() : size;
        padding = TarHeader.padding(left);
        if (left < 0 || left > Long.MAX_VALUE - TarHeader.BLOCK) {
            throw damaged(null);
        }
        return new Entry(name == null ? header.name() : name, left);
    }

    /** Copies the entry's content. */
    void copyTo(OutputStream out, MessageDigest digest) throws IOException {
        byte[] buffer = new byte[BUFFER];
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(left, BUFFER));
            if (read < 0) {
                throw new EOFException();
            }
            digest.update(buffer, 0, read);
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    static BackupException damaged(@Nullable Throwable cause) {
        return new BackupException(Message.of("backup.not_a_backup"), cause == null ? new IOException("size") : cause);
    }

    private @Nullable TarHeader header() throws IOException, BackupException {
        byte[] block = in.readNBytes(TarHeader.BLOCK);
        if (block.length < TarHeader.BLOCK) {
            throw new EOFException();
        }
        if (TarHeader.isEnd(block)) {
            return null;
        }
        try {
            return TarHeader.parse(block);
        } catch (IllegalArgumentException e) {
            throw damaged(e);
        }
    }

    private byte[] extended(TarHeader header) throws IOException, BackupException {
        if (header.size() < 0 || header.size() > MOST_EXTENDED) {
            throw damaged(null);
        }
        byte[] content = in.readNBytes((int) header.size());
        in.skipNBytes(TarHeader.padding(header.size()));
        return content;
    }

    private static long size(String digits) throws BackupException {
        try {
            return Long.parseUnsignedLong(digits);
        } catch (NumberFormatException e) {
            throw damaged(e);
        }
    }

    private static @Nullable String value(byte[] extended, String key) throws BackupException {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(extended)).toString();
            // Neither value can hold a line's end: a name with one is refused anyway.
            for (String line : text.split("\n", -1)) {
                int start = line.indexOf(' ') + 1;
                if (line.startsWith(key + "=", start)) {
                    return line.substring(start + key.length() + 1);
                }
            }
            return null;
        } catch (CharacterCodingException e) {
            throw damaged(e);
        }
    }
}
