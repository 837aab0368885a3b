package studio.usage;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Adds calls up by group and keeps the groups that cost most, however many there are; the rest become one sum. */
final class Ranking {

    /** The calls of one day, API config or model. */
    record Group(String name, Sums sums) {}

    /** Cheapest first; among equals the one with the fewest calls, then the last by name. */
    private static final Comparator<Group> LEAST = Comparator.comparing(
                    (Group group) -> group.sums().spent())
            .thenComparingLong(group -> group.sums().calls())
            .thenComparing(Group::name, Comparator.reverseOrder());

    private final int most;
    private final PriorityQueue<Group> kept = new PriorityQueue<>(LEAST);
    private @Nullable Group current;
    private Sums others = Sums.NONE;

    /** @param most groups to keep, at least 1 */
    Ranking(int most) {
        this.most = most;
    }

    /** Adds a part of a group; all parts of one group come one after another. */
    void add(String name, Sums part) {
        Group before = current;
        if (before != null && before.name().equals(name)) {
            current = new Group(name, before.sums().plus(part));
        } else {
            finish();
            current = new Group(name, part);
        }
    }

    /** Costliest first. */
    List<Group> groups() {
        finish();
        return kept.stream().sorted(LEAST.reversed()).toList();
    }

    /** What did not fit in. */
    Sums others() {
        finish();
        return others;
    }

    private void finish() {
        if (current == null) {
            return;
        }
        kept.add(current);
        current = null;
        if (kept.size() > most) {
            others = others.plus(kept.remove().sums());
        }
    }
}
