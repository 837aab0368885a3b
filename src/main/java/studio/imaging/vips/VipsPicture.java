package studio.imaging.vips;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import studio.imaging.decode.DecodedPicture;
import studio.imaging.probe.ImageFormat;

/** One picture decoded into libvips' memory; to be closed by the thread that opened it. */
public final class VipsPicture implements DecodedPicture {
    private static final int CROP_NONE = 0;
    private static final int CROP_CENTRE = 1;
    private static final int SIZE_BOTH = 0;
    private static final int SIZE_DOWN = 2;
    private static final int SIZE_FORCE = 3;
    private static final int SRGB = 22;
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
    public static VipsPicture decode(VipsLibrary vips, MemorySegment file, int box) throws VipsException {
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
    public VipsPicture cover(int side) throws VipsException {
        return scaled(side, side, CROP_CENTRE, SIZE_BOTH);
    }

    @Override
    public VipsPicture inside(int side) throws VipsException {
        return scaled(side, side, CROP_NONE, SIZE_DOWN);
    }

    @Override
    public VipsPicture exactly(int width, int height) throws VipsException {
        return scaled(width, height, CROP_NONE, SIZE_FORCE);
    }

    @Override
    public int longSide() {
        return Math.max(vips.calls().width(image), vips.calls().height(image));
    }

    @Override
    public boolean transparent() {
        return vips.calls().hasAlpha(image) != 0;
    }

    /** The file's name must end as its format's names do: libvips chooses by that. */
    @Override
    public void write(ImageFormat format, int quality, Path file) throws IOException {
        String options =
                switch (format) {
                    case JPEG -> "[Q=" + quality + ",background=255,strip]";
                    case WEBP -> "[Q=" + quality + ",strip]";
                    default -> "[strip]";
                };
        try (Arena arena = Arena.ofConfined()) {
            vips.check(vips.calls().writeToFile(image, arena.allocateFrom(file + options), MemorySegment.NULL));
        } catch (VipsException e) {
            // The pixels are all there, so it is the disk that failed, not the picture.
            throw new IOException("cannot write " + file.getFileName(), e);
        }
    }

    /** The picture as a WebP file without any metadata. */
    public byte[] webp(int quality) throws VipsException {
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

    private VipsPicture scaled(int width, int height, int crop, int size) throws VipsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
            vips.check(vips.calls()
                    .thumbnailImage(
                            image,
                            out,
                            width,
                            arena.allocateFrom("height"),
                            height,
                            arena.allocateFrom("crop"),
                            crop,
                            arena.allocateFrom("size"),
                            size,
                            MemorySegment.NULL));
            return new VipsPicture(vips, inMemory(vips, out.get(ValueLayout.ADDRESS, 0)));
        }
    }

    /** Eight bits a band, in sRGB, whatever came: grey, sixteen bits, CMYK, a colour profile. */
    private static MemorySegment inSrgb(VipsLibrary vips, MemorySegment decoded, Arena arena) throws VipsException {
        MemorySegment image = withoutProfile(vips, decoded, arena);
        if (vips.calls().guessInterpretation(image) == SRGB) {
            return image;
        }
        MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
        try {
            vips.check(vips.calls().colourspace(image, out, SRGB, MemorySegment.NULL));
            return inMemory(vips, out.get(ValueLayout.ADDRESS, 0));
        } finally {
            vips.calls().unref(image);
        }
    }

    /**
     * What is written carries no colour profile, so a picture that has one is converted. It is done after shrinking and only
     * where needed: the same as an option of the thumbnail call triples the time, with or without a profile.
     */
    private static MemorySegment withoutProfile(VipsLibrary vips, MemorySegment image, Arena arena) {
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
