package studio.upstream;

import java.time.Duration;

/**
 * The end of a wait, by a clock that only runs: the time of day is set forward by hours when a small machine first hears from
 * its time server, and a picture must not be abandoned for that.
 *
 * @param nanos of {@link System#nanoTime()}
 */
public record Deadline(long nanos) {
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
