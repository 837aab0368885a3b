package studio.picture.bucket;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import studio.files.Sha256;

/** A set of names in eight bytes each: a million of them are eight megabytes, and no two of them meet by chance. */
final class NameHashes {
    private final long[] sorted;

    private NameHashes(long[] sorted) {
        this.sorted = sorted;
    }

    static NameHashes of(Stream<String> names) {
        return new NameHashes(names.mapToLong(NameHashes::hash).sorted().toArray());
    }

    boolean contains(String name) {
        return Arrays.binarySearch(sorted, hash(name)) >= 0;
    }

    private static long hash(String name) {
        return ByteBuffer.wrap(Sha256.of(name)).getLong();
    }
}
