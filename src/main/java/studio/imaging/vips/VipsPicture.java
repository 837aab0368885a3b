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
    private static final int SEQUENTIAL = 1;
    /** As a named option of the thumbnail call itself fail-on is silently ignored; the loader's options carry it. */
    private static final String STRICT = "[fail-on=warning]";

    private final VipsLibrary vips;
    private MemorySegment image;

    private VipsPicture(VipsLibrary vips, MemorySegment image) {
        this.vips = vips;
        this.image = image;
    }

    /**
     * Decodes a file and shrinks it on the way, upright and in sRGB, into a square box; a small picture keeps its size. Every row
     * is read, so damage anywhere in the file is found.
     *
     * @param whole whether the main picture is decoded even where the file has smaller copies of it (TIFF, AVIF), which would
     *     hide its damage; JPEG and WebP are otherwise shrunk while they are decoded
     */
    public static VipsPicture decode(VipsLibrary vips, MemorySegment file, int box, boolean whole)
            throws VipsException {
        VipsPicture picture = whole ? shrunkAfterwards(vips, file, box) : shrunkOnTheWay(vips, file, box);
        try {
            picture.convertToSrgb();
            return picture;
        } catch (VipsException e) {
            picture.close();
            throw e;
        }
    }

    private static VipsPicture shrunkOnTheWay(VipsLibrary vips, MemorySegment file, int box) throws VipsException {
        Object[] call = {file, file.byteSize(), RESULT, box, "height", box, "size", SIZE_DOWN, "option-string", STRICT};
        return computed(vips, vips.result(VipsFunction.VIPS_THUMBNAIL_BUFFER, call));
    }

    private static VipsPicture shrunkAfterwards(VipsLibrary vips, MemorySegment file, int box) throws VipsException {
        Object[] call = {file, file.byteSize(), STRICT, "access", SEQUENTIAL};
        MemorySegment loaded = vips.check(vips.address(VipsFunction.VIPS_IMAGE_NEW_FROM_BUFFER, call));
        try (VipsPicture picture = new VipsPicture(vips, loaded)) {
            return picture.inside(box);
        }
    }

    /** The pixels are computed when they are used. */
    @Override
    public VipsPicture cover(int side) throws VipsException {
        int width = vips.number(VipsFunction.VIPS_IMAGE_GET_WIDTH, image);
        int height = vips.number(VipsFunction.VIPS_IMAGE_GET_HEIGHT, image);
        int spare = Math.min(width, height) - side;
        MemorySegment covered;
        if (spare == 0 || spare == 1) {
            // Of the right size but for the rounding of the decoded box.
            Object[] call = {image, RESULT, (width - side) / 2, (height - side) / 2, side, side};
            covered = vips.result(VipsFunction.VIPS_EXTRACT_AREA, call);
        } else if (width == height && width % side == 0 && !transparent()) {
            double factor = (double) width / side;
            covered = vips.result(VipsFunction.VIPS_SHRINK, image, RESULT, factor, factor);
        } else {
            covered = scaled(side, side, CROP_CENTRE, SIZE_BOTH);
        }
        return new VipsPicture(vips, covered);
    }

    @Override
    public VipsPicture inside(int side) throws VipsException {
        return computed(vips, scaled(side, side, CROP_NONE, SIZE_DOWN));
    }

    @Override
    public VipsPicture exactly(int width, int height) throws VipsException {
        return computed(vips, scaled(width, height, CROP_NONE, SIZE_FORCE));
    }

    private MemorySegment scaled(int width, int height, int crop, int size) throws VipsException {
        Object[] call = {image, RESULT, width, "height", height, "crop", crop, "size", size};
        return vips.result(VipsFunction.VIPS_THUMBNAIL_IMAGE, call);
    }

    private static VipsPicture computed(VipsLibrary vips, MemorySegment promised) throws VipsException {
        return new VipsPicture(vips, inMemory(vips, promised));
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
        MemorySegment converted = inMemory(vips, promised);
        close();
        image = converted;
    }

    /** Computes the pixels, which libvips has only promised so far, and frees the promise. */
    private static MemorySegment inMemory(VipsLibrary vips, MemorySegment promised) throws VipsException {
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
