package studio.storage.watch;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import studio.storage.Instances.Member;

/**
 * How far the clocks of living instances are apart.
 *
 * @param ahead whose clock is the most ahead; empty when fewer than two live
 * @param behind whose is the most behind
 */
public record Skew(Duration between, Optional<Member> ahead, Optional<Member> behind) {

    public static Skew of(List<Member> members) {
        List<Member> alive = members.stream()
                .filter(Member::alive)
                .sorted(Comparator.comparing(Member::clockAhead))
                .toList();
        if (alive.size() < 2) {
            return new Skew(Duration.ZERO, Optional.empty(), Optional.empty());
        }
        Member first = alive.getFirst();
        Member last = alive.getLast();
        return new Skew(last.clockAhead().minus(first.clockAhead()), Optional.of(last), Optional.of(first));
    }

    double seconds() {
        return between.toMillis() / 1e3;
    }
}
