package studio.imaging.metadata;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;

/** A copy of a file with bytes put in between or left out, planned first and then streamed: no range of the file enters the heap. */
public final class SplicedCopy {
    private static final int ZEROS = 64 * 1024;

    private final List<Piece> pieces = new ArrayList<>();

    private sealed interface Piece {
        long length();
    }

    private record Range(long from, long length) implements Piece {}

    private record Zeros(long length) implements Piece {}

    private record Bytes(ByteBuffer content) implements Piece {
        @Override
        public long length() {
            return content.limit();
        }
    }

    public SplicedCopy range(long from, long length) {
        if (length <= 0) {
            return this;
        }
        if (!pieces.isEmpty() && pieces.getLast() instanceof Range last && last.from() + last.length() == from) {
            pieces.removeLast();
            pieces.add(new Range(last.from(), last.length() + length));
        } else {
            pieces.add(new Range(from, length));
        }
        return this;
    }

    /** Zeros in place of what the file has, so that everything behind them stays where it is. */
    public SplicedCopy zeros(long length) {
        if (length > 0) {
            pieces.add(new Zeros(length));
        }
        return this;
    }

    public SplicedCopy then(SplicedCopy rest) {
        pieces.addAll(rest.pieces);
        return this;
    }

    /** How large the copy becomes, bytes. */
    public long length() {
        return pieces.stream().mapToLong(Piece::length).sum();
    }

    /** Whether a file of that size has all that is to be taken of it: a damaged header may lead beyond its end. */
    public boolean within(long size) {
        return pieces.stream().allMatch(piece -> switch (piece) {
            case Range range -> range.from() >= 0 && range.from() <= size && range.length() <= size - range.from();
            case Zeros zeros -> zeros.length() <= size;
            case Bytes ignored -> true;
        });
    }

    public SplicedCopy bytes(byte[] content) {
        pieces.add(new Bytes(ByteBuffer.wrap(content)));
        return this;
    }

    public void write(FileChannel source, WritableByteChannel target) throws IOException {
        for (Piece piece : pieces) {
            switch (piece) {
                case Range range -> transfer(source, target, range);
                case Zeros zeros -> fill(target, zeros.length());
                case Bytes bytes -> all(target, bytes.content().duplicate());
            }
        }
    }

    private static void fill(WritableByteChannel target, long length) throws IOException {
        for (long left = length; left > 0; left -= ZEROS) {
            all(target, ByteBuffer.allocate((int) Math.min(ZEROS, left)));
        }
    }

    private static void all(WritableByteChannel target, ByteBuffer content) throws IOException {
        while (content.hasRemaining()) {
            target.write(content);
        }
    }

    private static void transfer(FileChannel source, WritableByteChannel target, Range range) throws IOException {
        long at = range.from();
        long end = range.from() + range.length();
        while (at < end) {
            long count = source.transferTo(at, end - at, target);
            if (count <= 0) {
                throw new EOFException("the picture became shorter while it was copied");
            }
            at += count;
        }
    }
}
