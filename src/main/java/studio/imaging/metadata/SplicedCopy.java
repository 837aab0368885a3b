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

/** A copy of a file with bytes inserted or left out, planned first and then streamed: no range of the file enters the heap. */
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

    SplicedCopy range(long from, long length) {
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

    SplicedCopy bytes(byte[] content) {
        pieces.add(new Bytes(ByteBuffer.wrap(content)));
        return this;
    }

    /** Zeros in place of what the file has, so that everything behind them keeps its position. */
    SplicedCopy zeros(long length) {
        if (length > 0) {
            pieces.add(new Zeros(length));
        }
        return this;
    }

    SplicedCopy then(SplicedCopy rest) {
        pieces.addAll(rest.pieces);
        return this;
    }

    /** The size of the copy, bytes. */
    public long length() {
        return pieces.stream().mapToLong(Piece::length).sum();
    }

    /** Whether all ranges lie in a file of that size: a damaged header may lead beyond its end. */
    boolean within(long size) {
        return pieces.stream().allMatch(piece -> switch (piece) {
            case Range range -> range.from() >= 0 && range.from() <= size && range.length() <= size - range.from();
            case Zeros zeros -> zeros.length() <= size;
            case Bytes ignored -> true;
        });
    }

    public void write(Path source, WritableByteChannel target) throws IOException {
        try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ)) {
            for (Piece piece : pieces) {
                switch (piece) {
                    case Range range -> transfer(in, target, range.from(), range.from() + range.length());
                    case Zeros zeros -> {
                        for (long left = zeros.length(); left > 0; left -= ZEROS) {
                            write(ByteBuffer.allocate((int) Math.min(ZEROS, left)), target);
                        }
                    }
                    case Bytes bytes -> write(bytes.content().duplicate(), target);
                }
            }
        }
    }

    private static void write(ByteBuffer content, WritableByteChannel target) throws IOException {
        while (content.hasRemaining()) {
            target.write(content);
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
