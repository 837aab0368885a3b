package studio.imaging.vips;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * libvips in this process. Opening it sets what holds for the process: loaders for six formats only, one thread for each job,
 * nothing cached. libvips collects errors in one buffer for all threads.
 *
 * <p>Arguments of calls are integers, longs, memory, strings (which become C strings for the length of the call) and
 * {@link #RESULT}. The null pointer that closes variadic arguments is added.
 */
// A method handle's signature is polymorphic and throws anything, and a library that is missing, of another
// architecture, or not to be called shows itself as an Error in a native executable.
@SuppressWarnings("CatchThrowable")
public final class VipsLibrary {
    /** Stands for the pointer through which a function returns its result. */
    static final Object RESULT = new Object();

    /** libvips refused a call, or is not there. The message is libvips' own and may name parts of other pictures' errors. */
    public static final class VipsException extends IOException {
        VipsException(String message) {
            super(message);
        }

        private VipsException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static final String SYSTEM_NAME = "libvips.so.42";
    private static final List<String> LOADERS = List.of("Png", "Jpeg", "Webp", "Nsgif", "Heif", "Tiff");
    /** A second limit behind the pixel cap; enough for a cover crop of the longest strip that the probe lets pass. */
    private static final String MAX_COORDINATE = "4000000";

    private static final int TRUE = 1;
    private static final int FALSE = 0;
    private static final int MAX_MESSAGE = 4096;

    private final Map<VipsFunction, MethodHandle> handles = new EnumMap<>(VipsFunction.class);
    private final String origin;
    private final String version;

    private VipsLibrary(SymbolLookup symbols, String origin) throws VipsException {
        this.origin = origin;
        Linker linker = Linker.nativeLinker();
        for (VipsFunction function : VipsFunction.values()) {
            MemorySegment address = symbols.find(function.symbol())
                    .orElseThrow(() -> new VipsException("it has no function " + function.symbol()));
            handles.put(function, linker.downcallHandle(address, function.shape(), function.options()));
        }
        // Else one damaged file prints a warning for each of its rows.
        call(VipsFunction.G_SETENV, "VIPS_WARNING", "0", TRUE);
        call(VipsFunction.G_SETENV, "VIPS_MAX_COORD", MAX_COORDINATE, TRUE);
        check(VipsFunction.VIPS_INIT, "image-studio");
        call(VipsFunction.VIPS_BLOCK_UNTRUSTED_SET, TRUE);
        call(VipsFunction.VIPS_OPERATION_BLOCK_SET, "VipsForeignLoad", TRUE);
        LOADERS.forEach(loader -> call(VipsFunction.VIPS_OPERATION_BLOCK_SET, "VipsForeignLoad" + loader, FALSE));
        call(VipsFunction.VIPS_CONCURRENCY_SET, 1);
        call(VipsFunction.VIPS_CACHE_SET_MAX, 0);
        this.version = text(address(VipsFunction.VIPS_VERSION_STRING));
    }

    /** @param sharedObject null: the one that the system's package manager installed */
    public static VipsLibrary open(@Nullable Path sharedObject) throws VipsException {
        String origin = sharedObject == null ? SYSTEM_NAME : sharedObject.toString();
        try {
            SymbolLookup symbols = sharedObject == null
                    ? SymbolLookup.libraryLookup(SYSTEM_NAME, Arena.global())
                    : SymbolLookup.libraryLookup(sharedObject, Arena.global());
            return new VipsLibrary(symbols, origin);
        } catch (Throwable e) {
            throw new VipsException(origin + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** For example {@code 8.18.7}. */
    String version() {
        return version;
    }

    /** The path or the system's name that was opened. */
    String origin() {
        return origin;
    }

    /** What libvips holds for pixels now, bytes; the same before and after a job. */
    public long trackedMemory() {
        return (long) Objects.requireNonNull(call(VipsFunction.VIPS_TRACKED_GET_MEM));
    }

    /** Frees what libvips keeps for the calling thread; to be called when a thread that used it ends. */
    void threadShutdown() {
        call(VipsFunction.VIPS_THREAD_SHUTDOWN);
    }

    int number(VipsFunction function, Object... arguments) {
        return ((Number) Objects.requireNonNull(call(function, arguments))).intValue();
    }

    MemorySegment address(VipsFunction function, Object... arguments) {
        return (MemorySegment) Objects.requireNonNull(call(function, arguments));
    }

    /** @throws VipsException unless the return code is 0, with what the error buffer holds */
    void check(VipsFunction function, Object... arguments) throws VipsException {
        if (number(function, arguments) != 0) {
            throw new VipsException(takeErrors());
        }
    }

    /** @throws VipsException when the pointer is null, with what the error buffer holds */
    MemorySegment check(MemorySegment pointer) throws VipsException {
        if (pointer.equals(MemorySegment.NULL)) {
            throw new VipsException(takeErrors());
        }
        return pointer;
    }

    /**
     * Calls a function that returns a code, and its result through a pointer.
     *
     * @param arguments among them {@link #RESULT}
     */
    MemorySegment result(VipsFunction function, Object... arguments) throws VipsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(ValueLayout.ADDRESS);
            check(
                    function,
                    Stream.of(arguments)
                            .map(argument -> argument == RESULT ? result : argument)
                            .toArray());
            return check(result.get(ValueLayout.ADDRESS, 0));
        }
    }

    @Nullable
    Object call(VipsFunction function, Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            List<Object> passed = new ArrayList<>(arguments.length + 1);
            for (Object argument : arguments) {
                passed.add(argument instanceof String text ? arena.allocateFrom(text) : argument);
            }
            if (function.firstVariadic() >= 0) {
                passed.add(MemorySegment.NULL);
            }
            return Objects.requireNonNull(handles.get(function)).invokeWithArguments(passed);
        } catch (Throwable e) {
            throw new IllegalStateException("the call of " + function.symbol() + " failed", e);
        }
    }

    /** Reads and clears the error buffer; a damaged file may fill it with complaints, so the message is cut. */
    String takeErrors() {
        MemorySegment copy = address(VipsFunction.VIPS_ERROR_BUFFER_COPY);
        try {
            String errors = text(copy);
            return errors.substring(0, Math.min(MAX_MESSAGE, errors.length())).strip();
        } finally {
            call(VipsFunction.G_FREE, copy);
        }
    }

    private static String text(MemorySegment address) {
        return address.equals(MemorySegment.NULL)
                ? ""
                : address.reinterpret(Long.MAX_VALUE).getString(0);
    }
}
