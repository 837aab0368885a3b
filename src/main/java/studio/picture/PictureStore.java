package studio.picture;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Stores the files of pictures by key. Implementations are safe for many threads; every method throws an
 * {@link java.io.UncheckedIOException} when the storage fails, and none answers "absent" when it cannot know.
 */
public interface PictureStore {

    /** Writes the bytes of a picture; called again from the start when an interrupt cut a write off. */
    @FunctionalInterface
    interface Source {
        void writeTo(WritableByteChannel target) throws IOException;
    }

    /**
     * Stores a file completely or not at all, in place of what has the key. On return an original survives a power cut;
     * thumbnails and previews can be made again and may be lost with one. An interrupt of the thread does not stop it and
     * is kept for the caller.
     *
     * @return the size in bytes
     */
    long put(PictureKey key, Source source);

    /** Completes a file where it lies. */
    @FunctionalInterface
    interface Completion {
        void run() throws IOException;
    }

    /**
     * Takes a file of this machine without copying it, in place of what has the key; the file stays where it is, as another name of
     * the same bytes, and is not to be changed any more. The promises are those of {@link #put}.
     *
     * @param completion called when it is certain that the file can be taken
     * @return the size in bytes; empty where this store cannot take files so, or not from there: then the file is as it was
     */
    OptionalLong take(PictureKey key, Path file, Completion completion);

    Optional<StoredPicture> find(PictureKey key);

    /**
     * Gives a file another key, in place of what has that one.
     *
     * @return false when there is no such file
     */
    boolean move(PictureKey from, PictureKey to);

    /** @return false when there is no such file */
    boolean delete(PictureKey key);

    /**
     * The files of one kind in no order, read while the stream is consumed; files whose names are no keys are left out. To be closed.
     *
     * @param trashed those in the trash instead of the live ones
     */
    Stream<StoredPicture> list(PictureKey.Kind kind, boolean trashed);

    /** See {@link #list}. */
    default Stream<StoredPicture> originals(boolean trashed) {
        return list(PictureKey.Kind.ORIGINAL, trashed);
    }

    /**
     * Looks once at all live originals and thumbnails, where that is much cheaper than {@link #find} for each of them.
     *
     * @return true for those that were there; false says nothing
     */
    default Predicate<PictureKey> glance() {
        return key -> false;
    }

    /**
     * How long after it was written a file may belong to a save that is not finished, of a process other than this one; zero where
     * there is no other.
     */
    default Duration othersSaves() {
        return Duration.ZERO;
    }

    /** The names of live originals that are on this machine's disk alone, and on their way to where all processes find them. */
    default Set<String> onlyHere() {
        return Set.of();
    }

    /**
     * Moves all pictures that are not files of this machine out of the way; called again when it was cut off.
     *
     * @param name of the place that they are moved to
     */
    default void setAside(String name) {}

    /**
     * Sends what waits on this machine to where other instances find it; without that, it goes on by itself while a server runs.
     *
     * @return how many files go on waiting
     */
    default long sendWaiting() {
        return 0;
    }

    /**
     * Removes what writes that were cut off before this time have left behind.
     *
     * @return how many files
     */
    int removeUnfinished(Instant before);
}
