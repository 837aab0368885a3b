package studio.imaging.vips;

import static java.lang.foreign.FunctionDescriptor.of;
import static java.lang.foreign.FunctionDescriptor.ofVoid;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.util.Locale;

/**
 * The C functions that are called: name and shape. Each shape needs an entry in {@code reachability-metadata.json}, or a
 * native executable refuses the call. Lists of named options are variadic and closed by a null pointer.
 */
enum VipsFunction {
    G_SETENV(of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT)),
    G_FREE(ofVoid(ADDRESS)),
    G_OBJECT_UNREF(ofVoid(ADDRESS)),
    VIPS_INIT(of(JAVA_INT, ADDRESS)),
    VIPS_VERSION_STRING(of(ADDRESS)),
    VIPS_BLOCK_UNTRUSTED_SET(ofVoid(JAVA_INT)),
    VIPS_OPERATION_BLOCK_SET(ofVoid(ADDRESS, JAVA_INT)),
    VIPS_CONCURRENCY_SET(ofVoid(JAVA_INT)),
    VIPS_CACHE_SET_MAX(ofVoid(JAVA_INT)),
    VIPS_THREAD_SHUTDOWN(ofVoid()),
    VIPS_ERROR_BUFFER_COPY(of(ADDRESS)),
    VIPS_TRACKED_GET_MEM(of(JAVA_LONG)),
    VIPS_IMAGE_GET_WIDTH(of(JAVA_INT, ADDRESS)),
    VIPS_IMAGE_GET_HEIGHT(of(JAVA_INT, ADDRESS)),
    VIPS_IMAGE_HASALPHA(of(JAVA_INT, ADDRESS)),
    /** The colour space: as the header says, or what the bands look like where it says nonsense. */
    VIPS_IMAGE_GUESS_INTERPRETATION(of(JAVA_INT, ADDRESS)),
    /** image, name of a metadata field; 0 when it has none. */
    VIPS_IMAGE_GET_TYPEOF(of(JAVA_LONG, ADDRESS, ADDRESS)),
    VIPS_IMAGE_COPY_MEMORY(of(ADDRESS, ADDRESS)),
    /** buffer, length, &out, width, "height", h, "size", s, "option-string", text, NULL. */
    VIPS_THUMBNAIL_BUFFER(
            of(
                    JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS,
                    ADDRESS, ADDRESS),
            4),
    /** in, &out, width, "height", h, "crop", c, "size", s, NULL. */
    VIPS_THUMBNAIL_IMAGE(
            of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS),
            3),
    /** in, name with options, NULL: the name's ending decides which format is written. */
    VIPS_IMAGE_WRITE_TO_FILE(of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS), 2),
    /** in, ending with options, &buffer, &length, NULL. */
    VIPS_IMAGE_WRITE_TO_BUFFER(of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS), 4),
    /** in, &out, colour space, NULL. */
    VIPS_COLOURSPACE(of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS), 3),
    /** in, &out, profile, NULL. */
    VIPS_ICC_TRANSFORM(of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS), 3);

    private static final int FIXED = -1;

    // A descriptor is immutable, as its documentation says; only the annotation is missing.
    @SuppressWarnings("ImmutableEnumChecker")
    private final FunctionDescriptor shape;

    private final int firstVariadic;

    VipsFunction(FunctionDescriptor shape) {
        this(shape, FIXED);
    }

    VipsFunction(FunctionDescriptor shape, int firstVariadic) {
        this.shape = shape;
        this.firstVariadic = firstVariadic;
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
        return firstVariadic == FIXED
                ? new Linker.Option[0]
                : new Linker.Option[] {Linker.Option.firstVariadicArg(firstVariadic)};
    }
}
