package studio.imaging;

import java.nio.file.Path;
import studio.settings.Settings;

/**
 * What decoders may use.
 *
 * @param bytes of memory outside the heap, all decodings together
 * @param heapBytes of the heap, for the decoder that keeps its pixels there
 * @param temp for files that live no longer than one decoding
 */
record DecodeRoom(long bytes, long heapBytes, DecodeJournal journal, Path temp) {
    /** Code, threads and database of an executable, and of a JVM with its classes and compiled code. */
    private static final long REST_NATIVE = 96L << 20;

    private static final long REST_JVM = 144L << 20;

    static DecodeRoom of(Settings settings) {
        return new DecodeRoom(
                memory(settings.pictures().memory()),
                heap(),
                DecodeJournal.in(settings.folders().data()),
                settings.folders().temp());
    }

    /** For commands and tests: nothing is noted across the end of the process. */
    static DecodeRoom ofMachine() {
        return new DecodeRoom(memory(0), heap(), DecodeJournal.none(), Path.of(System.getProperty("java.io.tmpdir")));
    }

    private static long memory(long asked) {
        return DecodeMemory.bytes(asked, PictureToolsProducer.NATIVE_IMAGE ? REST_NATIVE : REST_JVM);
    }

    private static long heap() {
        return Runtime.getRuntime().maxMemory() / 3;
    }
}
