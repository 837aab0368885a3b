package studio.imaging.vips;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/**
 * The C functions that are called: name and shape. Each shape needs an entry in {@code reachability-metadata.json}, or a native
 * executable refuses the call.
 *
 * <p>A shape has the result, then the arguments: P pointer, I int, L long, D double, V nothing. Behind the dot are variadic arguments, a
 * list of named options that a null pointer closes.
 */
enum VipsFunction {
    G_SETENV("I PPI"),
    G_FREE("V P"),
    G_OBJECT_UNREF("V P"),
    VIPS_INIT("I P"),
    VIPS_VERSION_STRING("P "),
    VIPS_BLOCK_UNTRUSTED_SET("V I"),
    VIPS_OPERATION_BLOCK_SET("V PI"),
    VIPS_CONCURRENCY_SET("V I"),
    VIPS_CACHE_SET_MAX("V I"),
    VIPS_THREAD_SHUTDOWN("V "),
    VIPS_ERROR_BUFFER_COPY("P "),
    VIPS_TRACKED_GET_MEM("L "),
    VIPS_IMAGE_GET_WIDTH("I P"),
    VIPS_IMAGE_GET_HEIGHT("I P"),
    VIPS_IMAGE_HASALPHA("I P"),
    /** The colour space: the header's, or one that fits the bands where the header's does not. */
    VIPS_IMAGE_GUESS_INTERPRETATION("I P"),
    /** image, name of a metadata field; 0 when it has none. */
    VIPS_IMAGE_GET_TYPEOF("L PP"),
    VIPS_IMAGE_COPY_MEMORY("P P"),
    VIPS_IMAGE_NEW_FROM_BUFFER("P PLP.PIP"),
    /** Left, top, width, height. */
    VIPS_EXTRACT_AREA("I PPIIII.P"),
    VIPS_SHRINK("I PPDD.P"),
    VIPS_THUMBNAIL_BUFFER("I PLPI.PIPIPPP"),
    VIPS_THUMBNAIL_IMAGE("I PPI.PIPIPIP"),
    /** The name's ending decides which format is written. */
    VIPS_IMAGE_WRITE_TO_FILE("I PP.P"),
    VIPS_IMAGE_WRITE_TO_BUFFER("I PPPP.P"),
    VIPS_COLOURSPACE("I PPI.P"),
    VIPS_ICC_TRANSFORM("I PPP.P");

    // A descriptor is immutable, as its documentation says; only the annotation is missing.
    @SuppressWarnings("ImmutableEnumChecker")
    private final FunctionDescriptor shape;

    private final int firstVariadic;

    VipsFunction(String shape) {
        String arguments = shape.substring(2);
        MemoryLayout[] layouts = arguments
                .chars()
                .filter(letter -> letter != '.')
                .mapToObj(VipsFunction::layout)
                .toArray(MemoryLayout[]::new);
        this.shape = shape.startsWith("V")
                ? FunctionDescriptor.ofVoid(layouts)
                : FunctionDescriptor.of(layout(shape.charAt(0)), layouts);
        this.firstVariadic = arguments.indexOf('.');
    }

    private static MemoryLayout layout(int letter) {
        return switch (letter) {
            case 'P' -> ValueLayout.ADDRESS;
            case 'I' -> ValueLayout.JAVA_INT;
            case 'L' -> ValueLayout.JAVA_LONG;
            case 'D' -> ValueLayout.JAVA_DOUBLE;
            default -> throw new IllegalArgumentException("no layout " + (char) letter);
        };
    }

    String symbol() {
        return name().toLowerCase(Locale.ROOT);
    }

    FunctionDescriptor shape() {
        return shape;
    }

    /** The index of the first variadic argument, or -1. */
    int firstVariadic() {
        return firstVariadic;
    }

    Linker.Option[] options() {
        return firstVariadic < 0
                ? new Linker.Option[0]
                : new Linker.Option[] {Linker.Option.firstVariadicArg(firstVariadic)};
    }
}
