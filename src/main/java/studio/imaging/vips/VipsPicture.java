package studio.imaging.vips;

import static studio.imaging.vips.VipsLibrary.RESULT;

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
        // As a named option of the thumbnail call itself fail-on is silently ignored; the loader's options carry it.
        MemorySegment promised = vips.result(
                VipsFunction.VIPS_THUMBNAIL_BUFFER,
                file,
                file.byteSize(),
                RESULT,
                box,
                "height",
                box,
                "size",
                SIZE_DOWN,
                "option-string",
                "[fail-on=warning]",
                null);
        return new VipsPicture(vips, inSrgb(vips, inMemory(vips, promised)));
    }

    @Override
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
        return Math.max(
                vips.number(VipsFunction.VIPS_IMAGE_GET_WIDTH, image),
                vips.number(VipsFunction.VIPS_IMAGE_GET_HEIGHT, image));
    }

    @Override
    public boolean transparent() {
        return vips.number(VipsFunction.VIPS_IMAGE_HASALPHA, image) != 0;
    }

    /** The file's name must end as its format's names do: libvips chooses by that. */
    @Override
    public void write(ImageFormat format, int quality, Path file) throws IOException {
        try {
            vips.check(VipsFunction.VIPS_IMAGE_WRITE_TO_FILE, image, file + options(format, quality), null);
        } catch (VipsException e) {
            // The pixels are all there, so it is the disk that failed, not the picture.
            throw new IOException("cannot write " + file.getFileName(), e);
        }
    }

    @Override
    public byte[] encoded(ImageFormat format, int quality) throws VipsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment length = arena.allocate(ValueLayout.JAVA_LONG);
            MemorySegment memory = vips.result(
                    VipsFunction.VIPS_IMAGE_WRITE_TO_BUFFER,
                    image,
                    "." + format.extension() + options(format, quality),
                    RESULT,
                    length,
                    null);
            try {
                return memory.reinterpret(length.get(ValueLayout.JAVA_LONG, 0)).toArray(ValueLayout.JAVA_BYTE);
            } finally {
                vips.call(VipsFunction.G_FREE, memory);
            }
        }
    }

    /**
     * "strip" is understood by every libvips 8; "keep", its successor, only since 8.15. WebP of effort 1 is as small as of 2 (of 6)
     * in two thirds of the time.
     */
    private static String options(ImageFormat format, int quality) {
        return switch (format) {
            case JPEG -> "[Q=" + quality + ",background=255,strip]";
            case WEBP -> "[Q=" + quality + ",effort=1,strip]";
            default -> "[strip]";
        };
    }

    @Override
    public void close() {
        vips.call(VipsFunction.G_OBJECT_UNREF, image);
    }

    private VipsPicture scaled(int width, int height, int crop, int size) throws VipsException {
        MemorySegment promised = vips.result(
                VipsFunction.VIPS_THUMBNAIL_IMAGE,
                image,
                RESULT,
                width,
                "height",
                height,
                "crop",
                crop,
                "size",
                size,
                null);
        return new VipsPicture(vips, inMemory(vips, promised));
    }

    /** Eight bits a band, in sRGB, whatever came: grey, sixteen bits, CMYK, a colour profile. */
    private static MemorySegment inSrgb(VipsLibrary vips, MemorySegment decoded) throws VipsException {
        MemorySegment image = withoutProfile(vips, decoded);
        if (vips.number(VipsFunction.VIPS_IMAGE_GUESS_INTERPRETATION, image) == SRGB) {
            return image;
        }
        try {
            return inMemory(vips, vips.result(VipsFunction.VIPS_COLOURSPACE, image, RESULT, SRGB, null));
        } finally {
            vips.call(VipsFunction.G_OBJECT_UNREF, image);
        }
    }

    /**
     * What is written carries no colour profile, so a picture that has one is converted. It is done after shrinking and only
     * where needed: the same as an option of the thumbnail call triples the time, with or without a profile.
     */
    private static MemorySegment withoutProfile(VipsLibrary vips, MemorySegment image) {
        if (vips.number(VipsFunction.VIPS_IMAGE_GET_TYPEOF, image, "icc-profile-data") == 0) {
            return image;
        }
        try {
            MemorySegment converted =
                    inMemory(vips, vips.result(VipsFunction.VIPS_ICC_TRANSFORM, image, RESULT, "srgb", null));
            vips.call(VipsFunction.G_OBJECT_UNREF, image);
            return converted;
        } catch (VipsException e) {
            // A profile that makes no sense: the colours are shown as they are.
            return image;
        }
    }

    /** Computes the pixels, which libvips has only promised so far, and lets go of the promise. */
    private static MemorySegment inMemory(VipsLibrary vips, MemorySegment promised) throws VipsException {
        try {
            return vips.check(vips.address(VipsFunction.VIPS_IMAGE_COPY_MEMORY, promised));
        } finally {
            vips.call(VipsFunction.G_OBJECT_UNREF, promised);
        }
    }
}
