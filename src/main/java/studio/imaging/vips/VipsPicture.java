package studio.imaging.vips;

import static studio.imaging.vips.VipsLibrary.RESULT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import studio.imaging.decode.DecodedPicture;
import studio.imaging.probe.ImageFormat;
import studio.imaging.vips.VipsLibrary.VipsException;

/** One picture decoded into libvips' memory; to be closed by the thread that opened it. */
public final class VipsPicture implements DecodedPicture {
    private static final int CROP_NONE = 0;
    private static final int CROP_CENTRE = 1;
    private static final int SIZE_BOTH = 0;
    private static final int SIZE_DOWN = 2;
    private static final int SIZE_FORCE = 3;
    private static final int SRGB = 22;
    /** As a named option of the thumbnail call itself fail-on is silently ignored; the loader's options carry it. */
    private static final String STRICT = "[fail-on=warning]";

    private final VipsLibrary vips;
    private MemorySegment image;

    /** @param promised an image whose pixels are computed now */
    private VipsPicture(VipsLibrary vips, MemorySegment promised) throws VipsException {
        this.vips = vips;
        this.image = inMemory(promised);
    }

    /**
     * Decodes a file and shrinks it on the way, upright and in sRGB, into a square box; a small picture keeps its size. Every row
     * is read, so damage anywhere in the file is found.
     */
    public static VipsPicture decode(VipsLibrary vips, MemorySegment file, int box) throws VipsException {
        Object[] call = {file, file.byteSize(), RESULT, box, "height", box, "size", SIZE_DOWN, "option-string", STRICT};
        VipsPicture picture = new VipsPicture(vips, vips.result(VipsFunction.VIPS_THUMBNAIL_BUFFER, call));
        try {
            picture.convertToSrgb();
            return picture;
        } catch (VipsException e) {
            picture.close();
            throw e;
        }
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

    private VipsPicture scaled(int width, int height, int crop, int size) throws VipsException {
        Object[] call = {image, RESULT, width, "height", height, "crop", crop, "size", size};
        return new VipsPicture(vips, vips.result(VipsFunction.VIPS_THUMBNAIL_IMAGE, call));
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

    /** libvips chooses the format by the ending of the file's name. */
    @Override
    public void write(ImageFormat format, int quality, Path file) throws IOException {
        try {
            vips.check(VipsFunction.VIPS_IMAGE_WRITE_TO_FILE, image, file + options(format, quality));
        } catch (VipsException e) {
            // The pixels are all there, so it is the disk that failed, not the picture.
            throw new IOException("cannot write " + file.getFileName(), e);
        }
    }

    @Override
    public byte[] encoded(ImageFormat format, int quality) throws VipsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment length = arena.allocate(ValueLayout.JAVA_LONG);
            String suffix = "." + format.extension() + options(format, quality);
            MemorySegment memory = vips.result(VipsFunction.VIPS_IMAGE_WRITE_TO_BUFFER, image, suffix, RESULT, length);
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

    /**
     * Makes it eight bits a band in sRGB, whatever came: grey, sixteen bits, CMYK, a colour profile. What is written carries no
     * profile. Done after shrinking and only where needed: as an option of the thumbnail call it triples the time.
     */
    private void convertToSrgb() throws VipsException {
        if (vips.number(VipsFunction.VIPS_IMAGE_GET_TYPEOF, image, "icc-profile-data") != 0) {
            try {
                replace(vips.result(VipsFunction.VIPS_ICC_TRANSFORM, image, RESULT, "srgb"));
            } catch (VipsException e) {
                // A profile that makes no sense: the colours are shown as they are.
            }
        }
        if (vips.number(VipsFunction.VIPS_IMAGE_GUESS_INTERPRETATION, image) != SRGB) {
            replace(vips.result(VipsFunction.VIPS_COLOURSPACE, image, RESULT, SRGB));
        }
    }

    private void replace(MemorySegment promised) throws VipsException {
        MemorySegment converted = inMemory(promised);
        close();
        image = converted;
    }

    /** Computes the pixels, which libvips has only promised so far, and frees the promise. */
    private MemorySegment inMemory(MemorySegment promised) throws VipsException {
        try {
            return vips.check(vips.address(VipsFunction.VIPS_IMAGE_COPY_MEMORY, promised));
        } finally {
            vips.call(VipsFunction.G_OBJECT_UNREF, promised);
        }
    }

    @Override
    public void close() {
        vips.call(VipsFunction.G_OBJECT_UNREF, image);
    }
}
