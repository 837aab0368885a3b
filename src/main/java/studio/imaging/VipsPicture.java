package studio.imaging;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** One picture decoded into libvips' memory; to be closed by the thread that opened it. */
final class VipsPicture implements AutoCloseable {
    private static final int CROP_NONE = 0;
    private static final int CROP_CENTRE = 1;
    private static final int SIZE_BOTH = 0;
    private static final int SIZE_DOWN = 2;
    /** Files as small as with 2 (of 6) in two thirds of the time. */
    private static final int EFFORT = 1;

    private static final int TRUE = 1;

    private final VipsLibrary vips;
    private final MemorySegment image;

    private VipsPicture(VipsLibrary vips, MemorySegment image) {
        this.vips = vips;
        this.image = image;
    }

    /**
     * Decodes a whole file and shrinks it on the way, upright and in sRGB, into a square box; a small one keeps its size.
     * Every row is read, so damage anywhere in the file is found.
     */
    static VipsPicture decode(VipsLibrary vips, MemorySegment file, int box) throws VipsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
            // As a named option of the thumbnail call itself fail-on is silently ignored; the loader's options carry
            // it.
            vips.check(vips.calls()
                    .thumbnailBuffer(
                            file,
                            file.byteSize(),
                            out,
                            box,
                            arena.allocateFrom("height"),
                            box,
                            arena.allocateFrom("size"),
                            SIZE_DOWN,
                            arena.allocateFrom("option-string"),
                            arena.allocateFrom("[fail-on=warning]"),
                            MemorySegment.NULL));
            return new VipsPicture(vips, inSrgb(vips, inMemory(vips, out.get(ValueLayout.ADDRESS, 0)), arena));
        }
    }

    /** The centre, scaled to fill a square of this side. */
    VipsPicture cover(int side) throws VipsException {
        return scaled(side, CROP_CENTRE, SIZE_BOTH);
    }

    /** The whole, scaled down to fit into a square of this side. */
    VipsPicture inside(int side) throws VipsException {
        return scaled(side, CROP_NONE, SIZE_DOWN);
    }

    int longSide() {
        return Math.max(vips.calls().width(image), vips.calls().height(image));
    }

    /** The picture as a WebP file without any metadata. */
    byte[] webp(int quality) throws VipsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(ValueLayout.ADDRESS);
            MemorySegment length = arena.allocate(ValueLayout.JAVA_LONG);
            // "strip" is understood by every libvips 8; "keep", its successor, only since 8.15.
            vips.check(vips.calls()
                    .webpsaveBuffer(
                            image,
                            buffer,
                            length,
                            arena.allocateFrom("Q"),
                            quality,
                            arena.allocateFrom("effort"),
                            EFFORT,
                            arena.allocateFrom("strip"),
                            TRUE,
                            MemorySegment.NULL));
            MemorySegment memory = vips.check(buffer.get(ValueLayout.ADDRESS, 0));
            try {
                return memory.reinterpret(length.get(ValueLayout.JAVA_LONG, 0)).toArray(ValueLayout.JAVA_BYTE);
            } finally {
                vips.calls().free(memory);
            }
        }
    }

    @Override
    public void close() {
        vips.calls().unref(image);
    }

    private VipsPicture scaled(int side, int crop, int size) throws VipsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
            vips.check(vips.calls()
                    .thumbnailImage(
                            image,
                            out,
                            side,
                            arena.allocateFrom("height"),
                            side,
                            arena.allocateFrom("crop"),
                            crop,
                            arena.allocateFrom("size"),
                            size,
                            MemorySegment.NULL));
            return new VipsPicture(vips, inMemory(vips, out.get(ValueLayout.ADDRESS, 0)));
        }
    }

    /**
     * Thumbnails carry no colour profile, so a picture that has one is converted. It is done after shrinking and only where
     * needed: the same as an option of the thumbnail call triples the time, with or without a profile.
     */
    private static MemorySegment inSrgb(VipsLibrary vips, MemorySegment image, Arena arena) {
        if (vips.calls().typeOf(image, arena.allocateFrom("icc-profile-data")) == 0) {
            return image;
        }
        MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
        try {
            vips.check(vips.calls().iccTransform(image, out, arena.allocateFrom("srgb"), MemorySegment.NULL));
            MemorySegment converted = inMemory(vips, out.get(ValueLayout.ADDRESS, 0));
            vips.calls().unref(image);
            return converted;
        } catch (VipsException e) {
            // A profile that makes no sense: the colours are shown as they are.
            return image;
        }
    }

    /** Computes the pixels, which libvips has only promised so far, and lets go of the promise. */
    private static MemorySegment inMemory(VipsLibrary vips, MemorySegment promised) throws VipsException {
        vips.check(promised);
        try {
            return vips.check(vips.calls().copyMemory(promised));
        } finally {
            vips.calls().unref(promised);
        }
    }
}
