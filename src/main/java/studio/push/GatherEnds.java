package studio.push;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Gathers the ends of tasks that are told together. The first end of a burst, and the last, are told soon; those between in
 * pauses that grow, as long as other tasks are under way.
 */
class GatherEnds {
    /** Of more at once the earliest are not counted. */
    private static final int MAX = 1000;

    /**
     * @param soon how long others that end at the same time are waited for
     * @param pauses between two messages of a burst; the last one repeats
     */
    record Pace(Duration soon, List<Duration> pauses) {
        static final Pace USUAL = new Pace(
                Duration.ofSeconds(2), List.of(Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10)));
    }

    private final Pace pace;
    private final Deque<TaskEnd> ends = new ArrayDeque<>();
    /** How often ends of this burst have been told. */
    private int told;

    private Instant lastTold = Instant.EPOCH;

    GatherEnds(Pace pace) {
        this.pace = pace;
    }

    synchronized void add(TaskEnd end) {
        if (ends.size() == MAX) {
            ends.removeFirst();
        }
        ends.addLast(end);
    }

    /**
     * When to tell what has come.
     *
     * @param underWay how many tasks have not ended
     * @return empty where there is nothing to tell
     */
    synchronized Optional<Instant> due(int underWay, Instant now) {
        if (ends.isEmpty()) {
            return Optional.empty();
        }
        Instant soon = now.plus(pace.soon());
        if (told == 0 || underWay == 0) {
            return Optional.of(soon);
        }
        Instant next =
                lastTold.plus(pace.pauses().get(Math.min(told, pace.pauses().size()) - 1));
        return Optional.of(next.isAfter(soon) ? next : soon);
    }

    /** Takes what has come, to tell it now. */
    synchronized List<TaskEnd> take(int underWay, Instant now) {
        List<TaskEnd> taken = List.copyOf(ends);
        ends.clear();
        told = underWay == 0 ? 0 : told + 1;
        lastTold = now;
        return taken;
    }
}
