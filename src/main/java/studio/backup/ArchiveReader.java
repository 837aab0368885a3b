package studio.backup;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;
import studio.json.BulkInput;
import studio.problem.Message;

/** Reads an archive entry by entry, as a stream. Trusts nothing of what it reads. */
final class ArchiveReader {
    private final Source source;
    private final TarArchiveInputStream tar;

    ArchiveReader(InputStream in) {
        this.source = new Source(in);
        this.tar =
                new TarArchiveInputStream(source, TarConstants.DEFAULT_RCDSIZE, TarConstants.DEFAULT_RCDSIZE, "UTF-8");
    }

    /**
     * Goes on to the next entry, a plain file; the one before must have been read.
     *
     * @return null at the archive's end
     * @throws EOFException when the archive is cut off
     * @throws BackupException when it is not an archive, or holds anything but files
     */
    @Nullable
    TarArchiveEntry next() throws IOException, BackupException {
        source.allowed = Source.MAX_HEADERS;
        TarArchiveEntry entry;
        try {
            entry = tar.getNextEntry();
        } catch (IOException | RuntimeException e) {
            throw source.explained(e);
        }
        if (entry == null) {
            if (source.ended) {
                throw new EOFException();
            }
            return null;
        }
        if (!entry.isCheckSumOK()) {
            throw damaged(null);
        }
        boolean plain = entry.getLinkFlag() == TarConstants.LF_NORMAL || entry.getLinkFlag() == TarConstants.LF_OLDNORM;
        if (!plain || entry.isSparse()) {
            throw new BackupException(Message.of("backup.not_a_plain_file", entry.getName()));
        }
        return entry;
    }

    /**
     * Reads on in the entry's content.
     *
     * @return how much of the buffer was filled; less than all of it at the content's end
     */
    int read(byte[] buffer) throws IOException, BackupException {
        source.allowed = Long.MAX_VALUE;
        try {
            return tar.readNBytes(buffer, 0, buffer.length);
        } catch (IOException | RuntimeException e) {
            throw source.explained(e);
        }
    }

    static BackupException damaged(@Nullable Throwable cause) {
        return new BackupException(Message.of("backup.not_a_backup"), cause == null ? new IOException("size") : cause);
    }

    /** Notes how reading ended, which the library does not tell apart, and bounds what headers may hold. */
    private static final class Source extends BulkInput {
        /** The header of a file and those that extend it; the library keeps these in memory. */
        static final int MAX_HEADERS = 1 << 16;

        private final InputStream in;
        private long allowed;
        private boolean ended;
        private @Nullable IOException failure;

        Source(InputStream in) {
            this.in = in;
        }

        BackupException explained(Exception e) throws IOException {
            if (failure != null) {
                throw failure;
            }
            if (ended) {
                throw new EOFException();
            }
            return damaged(e);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                int read = in.read(buffer, offset, length);
                ended |= read < 0;
                allowed -= Math.max(0, read);
                if (allowed < 0) {
                    throw new IllegalStateException("headers without end");
                }
                return read;
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}
