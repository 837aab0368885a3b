package studio.imaging.vips;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * libvips in this process. Opening it sets what holds for the whole process: loaders for six formats only, one thread a job,
 * nothing cached. Errors are collected by libvips in one buffer for all threads.
 */
public final class VipsLibrary {
    private static final String SYSTEM_NAME = "libvips.so.42";
    private static final String[] LOADERS = {
        "VipsForeignLoadPng",
        "VipsForeignLoadJpeg",
        "VipsForeignLoadWebp",
        "VipsForeignLoadNsgif",
        "VipsForeignLoadHeif",
        "VipsForeignLoadTiff"
    };
    /** A second belt behind the pixel cap; enough for a cover crop of the longest strip that the probe lets pass. */
    private static final String MAX_COORDINATE = "4000000";

    private static final int TRUE = 1;
    private static final int FALSE = 0;
    private static final int LONGEST_TEXT = 4096;

    private final VipsCalls calls;
    private final String origin;
    private final String version;

    private VipsLibrary(SymbolLookup symbols, String origin) throws VipsException {
        this.origin = origin;
        this.calls = new VipsCalls(symbols);
        start();
        this.version = text(calls.versionString());
    }

    /** Opens the shared object at this path. */
    public static VipsLibrary open(Path sharedObject) throws VipsException {
        return open(sharedObject.toString(), () -> SymbolLookup.libraryLookup(sharedObject, Arena.global()));
    }

    /** Opens the one that the system's package manager installed. */
    public static VipsLibrary openSystem() throws VipsException {
        return open(SYSTEM_NAME, () -> SymbolLookup.libraryLookup(SYSTEM_NAME, Arena.global()));
    }

    // A library that is missing, of another architecture, or not to be called shows itself as an Error in a native
    // executable.
    @SuppressWarnings("CatchThrowable")
    private static VipsLibrary open(String origin, Supplier<SymbolLookup> lookup) throws VipsException {
        try {
            return new VipsLibrary(lookup.get(), origin);
        } catch (Throwable e) {
            throw new VipsException(origin + " cannot be used: " + e.getMessage(), e);
        }
    }

    VipsCalls calls() {
        return calls;
    }

    /** For example {@code 8.18.7}. */
    public String version() {
        return version;
    }

    /** The path or the system's name that was opened. */
    public String origin() {
        return origin;
    }

    /** What libvips holds for pixels now, bytes; the same before and after a job. */
    public long trackedMemory() {
        return calls.trackedMemory();
    }

    /** Frees what libvips keeps for the calling thread; to be called when a thread that used it ends. */
    public void threadShutdown() {
        calls.threadShutdown();
    }

    /** @throws VipsException unless the return code is 0, with what the error buffer holds */
    public void check(int returnCode) throws VipsException {
        if (returnCode != 0) {
            throw new VipsException(takeErrors());
        }
    }

    /** @throws VipsException when a function returned no object */
    public MemorySegment check(MemorySegment result) throws VipsException {
        if (result.equals(MemorySegment.NULL)) {
            throw new VipsException(takeErrors());
        }
        return result;
    }

    /** Reads and clears the error buffer, which all threads share. */
    public String takeErrors() {
        MemorySegment copy = calls.errorBufferCopy();
        try {
            return text(copy).strip();
        } finally {
            calls.free(copy);
        }
    }

    private void start() throws VipsException {
        try (Arena arena = Arena.ofConfined()) {
            // Else one damaged file prints a warning for each of its rows.
            calls.setEnvironment(arena.allocateFrom("VIPS_WARNING"), arena.allocateFrom("0"), TRUE);
            calls.setEnvironment(arena.allocateFrom("VIPS_MAX_COORD"), arena.allocateFrom(MAX_COORDINATE), TRUE);
            check(calls.init(arena.allocateFrom("image-studio")));
            calls.blockUntrusted(TRUE);
            calls.blockOperation(arena.allocateFrom("VipsForeignLoad"), TRUE);
            for (String loader : LOADERS) {
                calls.blockOperation(arena.allocateFrom(loader), FALSE);
            }
            calls.setConcurrency(1);
            calls.setCacheMax(0);
        }
    }

    /** Cut where it goes on for ever, as the complaints about a damaged file may. */
    private static String text(MemorySegment address) {
        if (address.equals(MemorySegment.NULL)) {
            return "";
        }
        MemorySegment longest = address.reinterpret(LONGEST_TEXT);
        int length = 0;
        while (length < LONGEST_TEXT && longest.get(ValueLayout.JAVA_BYTE, length) != 0) {
            length++;
        }
        return new String(longest.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }
}
