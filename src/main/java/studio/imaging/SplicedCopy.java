package studio.imaging;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/** A copy of a file with bytes put in between or left out, planned first and then streamed: no range of the file enters the heap. */
final class SplicedCopy {
    private final List<Piece> pieces = new ArrayList<>();

    private sealed interface Piece {}

    private record Range(long from, long length) implements Piece {}

    private record Bytes(ByteBuffer content) implements Piece {}

    SplicedCopy range(long from, long length) {
        if (length > 0) {
            pieces.add(new Range(from, length));
        }
        return this;
    }

    SplicedCopy bytes(byte[] content) {
        pieces.add(new Bytes(ByteBuffer.wrap(content)));
        return this;
    }

    void write(FileChannel source, FileChannel target) throws IOException {
        for (Piece piece : pieces) {
            switch (piece) {
                case Range range -> transfer(source, target, range);
                case Bytes bytes -> {
                    ByteBuffer content = bytes.content().duplicate();
                    while (content.hasRemaining()) {
                        target.write(content);
                    }
                }
            }
        }
    }

    private static void transfer(FileChannel source, FileChannel target, Range range) throws IOException {
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
