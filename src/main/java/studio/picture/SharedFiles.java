package studio.picture;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps files beside the pictures that every process needs: each named by what is in it, so that one never changes. Where a process
 * is alone they lie in its data folder, else where the pictures are. Implementations are safe for many threads; every method throws an
 * {@link java.io.UncheckedIOException} when the storage fails, and none answers "absent" when it cannot know.
 */
public interface SharedFiles {

    /** What a file is for; each has its own folder. */
    enum Kind {
        /** Reference pictures, {@code <sha256>.<extension>}. */
        INPUT("inputs"),
        /** Previews of templates, {@code <sha256>}. */
        TEMPLATE("templates");

        private final String folder;

        Kind(String folder) {
            this.folder = folder;
        }

        /** Its name, without what hides it. */
        public String folder() {
            return folder;
        }
    }

    /**
     * A file as it was when it was looked at.
     *
     * @param size in bytes
     * @param modified when it was kept or renewed last
     */
    record Shared(String name, long size, Instant modified) {}

    /**
     * Takes a file, which is moved away, in place of the one of this name. On return it survives a power cut and every process finds it.
     *
     * @param file complete, on a disk of this machine
     */
    void keep(Kind kind, String name, Path file);

    /** A look without reading; what was seen some minutes ago may be answered again. */
    Optional<Shared> look(Kind kind, String name);

    /** The file on a disk of this machine, fetched when it is elsewhere. It is not to be changed. */
    Optional<Path> find(Kind kind, String name);

    /** Makes a file as young as a new one; false when there is none. */
    boolean renew(Kind kind, String name);

    /** Removes a file that was kept or renewed last before that time; false when there is no such one. */
    boolean delete(Kind kind, String name, Instant before);

    /** All of one kind in no order, read while the stream is consumed. To be closed. */
    Stream<Shared> list(Kind kind);

    /** Removes copies on this disk that nobody has asked for since that time; returns how many. */
    default int removeCopies(Instant before) {
        return 0;
    }
}
