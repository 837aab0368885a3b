package studio.storage.job;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A lock for each name. */
final class LocalTurns implements Turns {
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    @Override
    public <T> T take(String of, Supplier<T> work) {
        ReentrantLock lock = locks.computeIfAbsent(of, ignored -> new ReentrantLock(true));
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Whether this thread has the turn. */
    boolean has(String of) {
        ReentrantLock lock = locks.get(of);
        return lock != null && lock.isHeldByCurrentThread();
    }
}
