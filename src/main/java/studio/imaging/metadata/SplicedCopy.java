package studio.imaging.metadata;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A copy of a file with bytes inserted or left out, planned first and then streamed: no range of the file enters the heap. */
public final class SplicedCopy {
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(64 * 1024).asReadOnlyBuffer();

    private final List<Piece> pieces = new ArrayList<>();

    /** @param content null: a range of the file */
    private record Piece(long from, long end, @Nullable ByteBuffer content) {}

    SplicedCopy range(long from, long end) {
        if (end > from) {
            Piece last = pieces.isEmpty() ? null : pieces.getLast();
            boolean follows = last != null && last.content() == null && last.end() == from;
            pieces.add(new Piece(follows ? pieces.removeLast().from() : from, end, null));
        }
        return this;
    }

    SplicedCopy bytes(byte[] content) {
        return bytes(ByteBuffer.wrap(content));
    }

    private SplicedCopy bytes(ByteBuffer content) {
        pieces.add(new Piece(0, content.limit(), content));
        return this;
    }

    /** Zeros in place of what the file has, so that everything behind them keeps its position. */
    SplicedCopy zeros(long length) {
        for (long left = length; left > 0; left -= ZEROS.limit()) {
            bytes(ZEROS.slice(0, (int) Math.min(ZEROS.limit(), left)));
        }
        return this;
    }

    SplicedCopy then(SplicedCopy rest) {
        pieces.addAll(rest.pieces);
        return this;
    }

    /** The size of the copy, bytes. */
    public long length() {
        return pieces.stream().mapToLong(piece -> piece.end() - piece.from()).sum();
    }

    /** Whether all ranges lie in a file of that size: a damaged header may lead beyond its end. */
    boolean within(long size) {
        return pieces.stream().allMatch(piece -> piece.content() != null || (piece.from() >= 0 && piece.end() <= size));
    }

    public void write(Path source, WritableByteChannel target) throws IOException {
        try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ)) {
            for (Piece piece : pieces) {
                if (piece.content() == null) {
                    transfer(in, target, piece.from(), piece.end());
                } else {
                    ByteBuffer content = piece.content().duplicate();
                    while (content.hasRemaining()) {
                        target.write(content);
                    }
                }
            }
        }
    }

    private static void transfer(FileChannel source, WritableByteChannel target, long from, long end)
            throws IOException {
        long at = from;
        while (at < end) {
            long count = source.transferTo(at, end - at, target);
            if (count <= 0) {
                throw new EOFException("the picture became shorter while it was copied");
            }
            at += count;
        }
    }
}
