package studio.imaging.vips;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import studio.imaging.vips.VipsLibrary.VipsException;

/** Pictures in other formats, with their metadata, as libvips writes them. */
public final class Converted {
    private Converted() {}

    /** @param target its name's ending decides the format */
    public static void write(VipsLibrary vips, byte[] picture, Path target) throws VipsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(picture.length).copyFrom(MemorySegment.ofArray(picture));
            MemorySegment image = vips.result(
                    VipsFunction.VIPS_THUMBNAIL_BUFFER,
                    bytes,
                    bytes.byteSize(),
                    VipsLibrary.RESULT,
                    10_000,
                    "height",
                    10_000,
                    "size",
                    2,
                    "option-string",
                    "");
            vips.check(VipsFunction.VIPS_IMAGE_WRITE_TO_FILE, image, target.toString());
            vips.call(VipsFunction.G_OBJECT_UNREF, image);
        }
    }
}
