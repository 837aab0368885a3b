package studio.upstream;

import java.time.Duration;

/**
 * The end of a wait. Told by a clock that only runs: the time of day is set forward by hours when a small machine hears from
 * its time server for the first time, and a picture that is being waited for must not be given up for that.
 */
public final class Deadline {
    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    /** @param wait from now; at most some hundred years */
    public static Deadline in(Duration wait) {
        return new Deadline(System.nanoTime() + wait.toNanos());
    }

    /** What is left; negative when it has passed. */
    public Duration left() {
        return Duration.ofNanos(nanos - System.nanoTime());
    }

    public boolean hasPassed() {
        return !isAfter(Duration.ZERO);
    }

    /** Whether it is still ahead when the time from now has gone by. */
    public boolean isAfter(Duration wait) {
        return left().compareTo(wait) > 0;
    }

    /** This one, or the end of the wait from now if that is earlier. */
    public Deadline orIn(Duration wait) {
        return isAfter(wait) ? in(wait) : this;
    }
}
