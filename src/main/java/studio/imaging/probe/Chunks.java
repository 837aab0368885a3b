package studio.imaging.probe;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks through the chunks of a PNG or WebP file. */
public final class Chunks {
    private static final int MAX_CHUNKS = 100_000;
    private static final int PNG_FRAME = 12;
    private static final int RIFF_FRAME = 8;

    private final HeaderBytes bytes;
    private final boolean png;
    private final int frame;
    private final long limit;
    private long at;
    private int count;

    /**
     * One chunk; a damaged one may reach beyond the end of the file.
     *
     * @param start of the chunk's head, in the file
     * @param content in the file, behind the head
     * @param length of the content, bytes
     * @param end in the file, behind checksum or padding
     */
    public record Chunk(String name, long start, long content, long length, long end) {}

    private Chunks(HeaderBytes bytes, boolean png, long first, long limit) {
        this.bytes = bytes;
        this.png = png;
        this.frame = png ? PNG_FRAME : RIFF_FRAME;
        this.limit = limit;
        this.at = first;
    }

    public static Chunks png(HeaderBytes bytes) {
        return new Chunks(bytes, true, Png.SIGNATURE.length(), bytes.size());
    }

    /** Those within the length that the file's head declares. */
    public static Chunks webp(HeaderBytes bytes) throws IOException {
        return new Chunks(bytes, false, 12, Math.min(bytes.size(), bytes.u32le(4) + RIFF_FRAME));
    }

    /** Returns the next chunk, or null where none starts. */
    public @Nullable Chunk next() throws IOException {
        if (at + frame > limit || count++ >= MAX_CHUNKS) {
            return null;
        }
        long length = png ? bytes.u32be(at) : bytes.u32le(at + 4);
        String name = bytes.name(png ? at + 4 : at);
        Chunk chunk = new Chunk(name, at, at + 8, length, at + frame + length + (png ? 0 : length & 1));
        at = chunk.end();
        return chunk;
    }

    /** Returns the next chunk with one of these names, or null. */
    @Nullable
    Chunk next(List<String> names) throws IOException {
        Chunk chunk = next();
        while (chunk != null && !names.contains(chunk.name())) {
            chunk = next();
        }
        return chunk;
    }

    /** From the EXIF chunk, unless the other one comes first; 1 where none is within what is read of a header. */
    int orientation(String exif, String other) throws IOException {
        try {
            Chunk chunk = next(List.of(exif, other));
            return chunk != null && chunk.name().equals(exif)
                    ? Tiff.orientation(bytes, chunk.content(), chunk.content() + chunk.length())
                    : 1;
        } catch (EOFException e) {
            return 1;
        }
    }

    Chunk required(List<String> names) throws IOException {
        Chunk chunk = next(names);
        if (chunk == null) {
            throw new EOFException("no pixel data");
        }
        return chunk;
    }

    /** Where the last chunk ends when they fill the file exactly, else -1. */
    public long end() {
        return at == limit ? at : -1;
    }
}
