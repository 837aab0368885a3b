package studio.push;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has ended since a browser last had the page in sight: the content of its one notification.
 *
 * @param ends how many tasks
 * @param last the newest of them
 * @param failedPrompts of the newest that failed, newest first
 * @param alert whether the device may sound: at the first end, and when nothing is under way any more
 */
record Unseen(int ready, int failed, int ends, TaskEnd last, List<String> failedPrompts, boolean alert) {
    /** After so long the old ones no longer count. */
    private static final Duration KEPT = Duration.ofHours(12);

    private static final int NAMED = 3;

    /**
     * @param before null when there was nothing
     * @param ends in their order, at least one
     */
    static Unseen after(@Nullable Unseen before, List<TaskEnd> ends, int underWay) {
        TaskEnd last = ends.getLast();
        if (before != null && before.endedBefore(last.at().minus(KEPT))) {
            return after(null, ends, underWay);
        }
        int ready = before == null ? 0 : before.ready;
        int failed = before == null ? 0 : before.failed;
        List<String> named = new ArrayList<>(before == null ? List.of() : before.failedPrompts);
        for (TaskEnd end : ends) {
            ready += end.ready();
            failed += end.failed();
            if (end.failed() > 0 && !end.prompt().isBlank()) {
                named.addFirst(end.prompt());
            }
        }
        return new Unseen(
                ready,
                failed,
                ends.size() + (before == null ? 0 : before.ends),
                last,
                List.copyOf(named.subList(0, Math.min(NAMED, named.size()))),
                before == null || underWay == 0);
    }

    boolean endedBefore(Instant moment) {
        return last.at().isBefore(moment);
    }
}
