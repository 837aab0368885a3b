package studio.imaging.vips;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** Pictures in other formats, with their metadata, as libvips writes them. */
public final class Converted {
    private Converted() {}

    /** @param target its name's ending decides the format */
    public static void write(VipsLibrary vips, byte[] picture, Path target) throws VipsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(picture.length);
            bytes.copyFrom(MemorySegment.ofArray(picture));
            MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
            vips.check(vips.calls()
                    .thumbnailBuffer(
                            bytes,
                            picture.length,
                            out,
                            10_000,
                            arena.allocateFrom("height"),
                            10_000,
                            arena.allocateFrom("size"),
                            2,
                            arena.allocateFrom("option-string"),
                            arena.allocateFrom(""),
                            MemorySegment.NULL));
            MemorySegment image = out.get(ValueLayout.ADDRESS, 0);
            vips.check(vips.calls().writeToFile(image, arena.allocateFrom(target.toString()), MemorySegment.NULL));
            vips.calls().unref(image);
        }
    }
}
