package studio.diagnosis;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import studio.settings.Environment;
import studio.storage.DatabaseFile;
import studio.storage.Instances.Member;
import studio.storage.watch.ClusterWatch;
import studio.storage.watch.Skew;

/** What instances on one database share: whether it answers, whether changes arrive, and who is there. */
final class ClusterChecks {
    /** A task is a handful of transactions, and each is several questions. */
    private static final Duration SLOW = Duration.ofMillis(100);

    /** Until then a stream shows what happens elsewhere as if it happened here. */
    private static final Duration LATE = Duration.ofSeconds(1);

    /** Times of tasks and pictures are by the clock of who made them. */
    private static final Duration APART = Duration.ofSeconds(2);

    private final ClusterWatch watch;

    ClusterChecks(ClusterWatch watch) {
        this.watch = watch;
    }

    /** Empty where there is only one process. */
    List<Check> all() {
        return watch.several()
                ? List.of(
                        new Check("changes", this::changes),
                        new Check("instances", this::instances),
                        new Check("executions", this::executions))
                : List.of();
    }

    /** How quickly the database answers, and whether this version is the newest that works with it. */
    Finding database() {
        ClusterWatch.Answer answer = watch.database();
        if (answer.schema() > DatabaseFile.SCHEMA) {
            return Finding.warn("diagnosis.database_newer", answer.product(), answer.schema(), DatabaseFile.SCHEMA);
        }
        return answer.took().compareTo(SLOW) > 0
                ? Finding.warn(
                        "diagnosis.database_slow",
                        answer.product(),
                        answer.took().toMillis())
                : Finding.ok("diagnosis.database_works", answer.product());
    }

    Finding changes() {
        Optional<Duration> lag = watch.lag();
        if (lag.isEmpty()) {
            return Finding.warn("diagnosis.changes_lost");
        }
        long ms = lag.get().toMillis();
        return lag.get().compareTo(LATE) > 0
                ? Finding.warn("diagnosis.changes_late", ms)
                : Finding.ok("diagnosis.changes_arrive", ms);
    }

    Finding instances() {
        List<Member> all = watch.instances();
        List<Member> alive = all.stream().filter(Member::alive).toList();
        String names = names(alive);
        if (watch.doubled()) {
            return Finding.fail("diagnosis.instances_doubled", watch.own());
        }
        Skew skew = Skew.of(all);
        if (skew.between().compareTo(APART) > 0) {
            return Finding.warn(
                    "diagnosis.instances_skewed",
                    skew.ahead().map(Member::name).orElse(""),
                    seconds(skew.between()),
                    skew.behind().map(Member::name).orElse(""));
        }
        TreeSet<String> others = alive.stream().map(Member::version).collect(Collectors.toCollection(TreeSet::new));
        others.remove(Environment.version());
        if (!others.isEmpty()) {
            return Finding.warn("diagnosis.instances_versions", Environment.version(), String.join(", ", others));
        }
        List<Member> silent = all.stream().filter(member -> !member.alive()).toList();
        return silent.isEmpty()
                ? Finding.ok("diagnosis.instances_alive", alive.size(), names)
                : Finding.warn("diagnosis.instances_silent", alive.size(), names(silent));
    }

    Finding executions() {
        ClusterWatch.Work work = watch.work();
        return work.dead() > 0
                ? Finding.warn("diagnosis.executions_dead", work.dead())
                : Finding.ok("diagnosis.executions", work.waiting(), work.taken());
    }

    private static String names(List<Member> members) {
        return members.stream().map(Member::name).collect(Collectors.joining(", "));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1e3);
    }
}
