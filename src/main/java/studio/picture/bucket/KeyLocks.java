package studio.picture.bucket;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import studio.picture.PictureKey;

/** Lets one thread at a time change a picture; a live one and the same one in the trash share a turn. */
final class KeyLocks {
    private static final int LOCKS = 64;

    private final ReentrantLock[] locks =
            IntStream.range(0, LOCKS).mapToObj(number -> new ReentrantLock()).toArray(ReentrantLock[]::new);

    <T> T with(PictureKey key, Supplier<T> step) {
        ReentrantLock lock = locks[index(key)];
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }

    <T> T with(PictureKey one, PictureKey other, Supplier<T> step) {
        boolean first = index(one) <= index(other);
        return with(first ? one : other, () -> with(first ? other : one, step));
    }

    private static int index(PictureKey key) {
        return Math.floorMod(key.name().hashCode(), LOCKS);
    }
}
