package studio.picture.bucket;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.picture.DiskPictureStore;
import studio.picture.PictureKey;
import studio.picture.PictureKey.Kind;
import studio.picture.StoredPicture;

/**
 * Sends what waits on this machine's disk, in a thread that is there only while something waits. While the bucket does not answer
 * it is asked more and more seldom, and those who save do not ask it at all.
 */
final class Uploads implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Uploads.class);
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LAST = Duration.ofSeconds(5);
    private static final int BATCH = 500;
    private static final int AT_ONCE = 8;

    /** Sends one; nothing when it waits no longer. */
    interface Sending {
        /** @throws BucketException when it goes on waiting */
        void send(PictureKey key);
    }

    private final DiskPictureStore waiting;
    private final Sending sending;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private @Nullable Thread thread;
    private boolean started;
    private boolean stopped;
    private boolean again;
    /** Whether the bucket refused some of what waits, and answers otherwise. */
    private boolean stuck;

    private volatile boolean out;

    Uploads(DiskPictureStore waiting, Sending sending) {
        this.waiting = waiting;
        this.sending = sending;
    }

    /** From now on it sends by itself, beginning with what a process before left. */
    void start() {
        boolean some = count() > 0;
        lock.lock();
        try {
            started = true;
        } finally {
            lock.unlock();
        }
        if (some) {
            later();
        }
    }

    /** Whether the bucket did not answer the last time. */
    boolean out() {
        return out;
    }

    /** How many files wait; they are counted only when there may be some. */
    long count() {
        lock.lock();
        try {
            if (started && thread == null) {
                return 0;
            }
        } finally {
            lock.unlock();
        }
        return all().count();
    }

    /** Something waits. */
    void later() {
        lock.lock();
        try {
            again = true;
            if (started && !stopped && thread == null) {
                thread = Thread.ofPlatform().daemon().name("bucket-uploads").start(this::work);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Something waits, since the bucket did not answer. */
    void failed() {
        out = true;
        later();
    }

    private void work() {
        Duration pause = SHORTEST;
        while (goOn()) {
            if (sendAll()) {
                pause = SHORTEST;
            } else {
                await(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
            }
        }
    }

    private boolean goOn() {
        lock.lock();
        try {
            boolean more = !stopped && (again || out || stuck);
            again = false;
            if (!more) {
                thread = null;
            }
            return more;
        } finally {
            lock.unlock();
        }
    }

    /** @return false when the bucket did not take something */
    private boolean sendAll() {
        int refused = 0;
        boolean back = out;
        List<PictureKey> keys = all().limit(BATCH).toList();
        for (PictureKey key : keys) {
            try {
                sending.send(key);
            } catch (BucketException e) {
                refused++;
                if (e.failure() != BucketFailure.REFUSED) {
                    LOG.debugf("%d pictures wait: %s", keys.size(), e.getMessage());
                    out = true;
                    return false;
                }
                LOG.warnf("%s waits, since the bucket refused it: %s", key.name(), e.getMessage());
            } catch (RuntimeException e) {
                refused++;
                LOG.warnf("%s waits: %s", key.name(), e.getMessage());
            }
        }
        if (back) {
            LOG.infof("The bucket answers again; %d pictures that waited are in it", keys.size() - refused);
        }
        out = false;
        stuck = refused > 0;
        if (!stuck && keys.size() == BATCH) {
            later();
        }
        return !stuck;
    }

    /**
     * Sends all that waits, several at a time, and waits for it.
     *
     * @return how many the bucket did not take
     */
    long sendNow() {
        AtomicLong refused = new AtomicLong();
        try (ExecutorService senders = Executors.newFixedThreadPool(AT_ONCE)) {
            for (PictureKey key : all().toList()) {
                senders.execute(() -> {
                    try {
                        sending.send(key);
                    } catch (RuntimeException e) {
                        refused.incrementAndGet();
                        LOG.warnf("%s waits: %s", key.name(), e.getMessage());
                    }
                });
            }
        }
        return refused.get();
    }

    private void await(Duration pause) {
        lock.lock();
        try {
            long left = pause.toNanos();
            while (left > 0 && !stopped) {
                left = closing.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            LOG.debug("Nobody interrupts this thread", e);
        } finally {
            lock.unlock();
        }
    }

    private Stream<PictureKey> all() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.concat(waiting.list(kind, false), waiting.list(kind, true)))
                .map(StoredPicture::key);
    }

    /** What is under way is waited for, a while. */
    @Override
    public void close() {
        Thread last;
        lock.lock();
        try {
            stopped = true;
            closing.signalAll();
            last = thread;
        } finally {
            lock.unlock();
        }
        if (last != null) {
            try {
                boolean unused = last.join(LAST);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
