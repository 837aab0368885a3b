package studio.imaging.decode;

import java.nio.file.Path;
import studio.settings.FolderSettings;

/**
 * What decoders may use.
 *
 * @param bytes of memory outside the heap, all decodings together
 * @param heapBytes of the heap, for the decoder that keeps its pixels there
 * @param temp for files that live no longer than one decoding
 */
public record DecodeRoom(long bytes, long heapBytes, DecodeJournal journal, Path temp) {
    /**
     * A constant of the build: native-image initialises this class while it builds, where the property is set, and so leaves
     * out the branch that would pull all of AWT into the executable.
     */
    public static final boolean NATIVE_IMAGE = System.getProperty("org.graalvm.nativeimage.imagecode") != null;

    /** Code, threads and database of an executable, and of a JVM with its classes and compiled code. */
    private static final long REST_NATIVE = 96L << 20;

    private static final long REST_JVM = 144L << 20;

    /** @param memory bytes asked for; 0: what the machine or container leaves */
    public static DecodeRoom of(long memory, FolderSettings folders) {
        return new DecodeRoom(memory(memory), heap(), DecodeJournal.in(folders.data()), folders.temp());
    }

    /** For commands and tests: nothing is noted across the end of the process. */
    public static DecodeRoom ofMachine() {
        return new DecodeRoom(memory(0), heap(), DecodeJournal.none(), Path.of(System.getProperty("java.io.tmpdir")));
    }

    private static long memory(long asked) {
        return DecodeMemory.bytes(asked, NATIVE_IMAGE ? REST_NATIVE : REST_JVM);
    }

    private static long heap() {
        return Runtime.getRuntime().maxMemory() / 3;
    }
}
