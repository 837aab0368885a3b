package studio.imaging.vips;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * libvips in this process. Opening it sets what holds for the whole process: loaders for six formats only, one thread a job,
 * nothing cached. Errors are collected by libvips in one buffer for all threads.
 *
 * <p>Arguments of calls are integers, longs, memory, strings (which become C strings for the length of the call), null for a null
 * pointer, and {@link #RESULT}.
 */
// A method handle's signature is polymorphic and throws anything, and a library that is missing, of another
// architecture, or
// not to be called shows itself as an Error in a native executable.
@SuppressWarnings("CatchThrowable")
public final class VipsLibrary {
    /** Stands for the pointer through which a function returns its result. */
    static final Object RESULT = new Object();

    private static final String SYSTEM_NAME = "libvips.so.42";
    private static final List<String> LOADERS = List.of("Png", "Jpeg", "Webp", "Nsgif", "Heif", "Tiff");
    /** A second belt behind the pixel cap; enough for a cover crop of the longest strip that the probe lets pass. */
    private static final String MAX_COORDINATE = "4000000";

    private static final int TRUE = 1;
    private static final int FALSE = 0;
    private static final int MAX_TEXT = 4096;

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
        start();
        this.version = text(address(VipsFunction.VIPS_VERSION_STRING));
    }

    /** Opens the shared object at this path. */
    public static VipsLibrary open(Path sharedObject) throws VipsException {
        return open(sharedObject.toString(), () -> SymbolLookup.libraryLookup(sharedObject, Arena.global()));
    }

    /** Opens the one that the system's package manager installed. */
    public static VipsLibrary openSystem() throws VipsException {
        return open(SYSTEM_NAME, () -> SymbolLookup.libraryLookup(SYSTEM_NAME, Arena.global()));
    }

    private static VipsLibrary open(String origin, Supplier<SymbolLookup> lookup) throws VipsException {
        try {
            return new VipsLibrary(lookup.get(), origin);
        } catch (Throwable e) {
            throw new VipsException(origin + " cannot be used: " + e.getMessage(), e);
        }
    }

    private void start() throws VipsException {
        // Else one damaged file prints a warning for each of its rows.
        number(VipsFunction.G_SETENV, "VIPS_WARNING", "0", TRUE);
        number(VipsFunction.G_SETENV, "VIPS_MAX_COORD", MAX_COORDINATE, TRUE);
        check(VipsFunction.VIPS_INIT, "image-studio");
        call(VipsFunction.VIPS_BLOCK_UNTRUSTED_SET, TRUE);
        call(VipsFunction.VIPS_OPERATION_BLOCK_SET, "VipsForeignLoad", TRUE);
        for (String loader : LOADERS) {
            call(VipsFunction.VIPS_OPERATION_BLOCK_SET, "VipsForeignLoad" + loader, FALSE);
        }
        call(VipsFunction.VIPS_CONCURRENCY_SET, 1);
        call(VipsFunction.VIPS_CACHE_SET_MAX, 0);
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

    int number(VipsFunction function, @Nullable Object... arguments) {
        return ((Number) Objects.requireNonNull(call(function, arguments))).intValue();
    }

    MemorySegment address(VipsFunction function, @Nullable Object... arguments) {
        return (MemorySegment) Objects.requireNonNull(call(function, arguments));
    }

    /** @throws VipsException unless the return code is 0, with what the error buffer holds */
    void check(VipsFunction function, @Nullable Object... arguments) throws VipsException {
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
    MemorySegment result(VipsFunction function, @Nullable Object... arguments) throws VipsException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(ValueLayout.ADDRESS);
            @Nullable Object[] passed = arguments.clone();
            for (int i = 0; i < passed.length; i++) {
                passed[i] = passed[i] == RESULT ? result : passed[i];
            }
            check(function, passed);
            return check(result.get(ValueLayout.ADDRESS, 0));
        }
    }

    @Nullable
    Object call(VipsFunction function, @Nullable Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            List<Object> passed = new ArrayList<>(arguments.length);
            for (Object argument : arguments) {
                passed.add(
                        switch (argument) {
                            case String text -> arena.allocateFrom(text);
                            case null -> MemorySegment.NULL;
                            default -> argument;
                        });
            }
            return Objects.requireNonNull(handles.get(function)).invokeWithArguments(passed);
        } catch (Throwable e) {
            throw new IllegalStateException("the call of " + function.symbol() + " failed", e);
        }
    }

    /** Reads and clears the error buffer, which all threads share. */
    String takeErrors() {
        MemorySegment copy = address(VipsFunction.VIPS_ERROR_BUFFER_COPY);
        try {
            return text(copy).strip();
        } finally {
            call(VipsFunction.G_FREE, copy);
        }
    }

    /** Cut where it goes on for ever, as the complaints about a damaged file may. */
    private static String text(MemorySegment address) {
        if (address.equals(MemorySegment.NULL)) {
            return "";
        }
        MemorySegment longest = address.reinterpret(MAX_TEXT);
        int length = 0;
        while (length < MAX_TEXT && longest.get(ValueLayout.JAVA_BYTE, length) != 0) {
            length++;
        }
        return new String(longest.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }
}
