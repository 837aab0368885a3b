package studio.storage.watch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import studio.storage.Instances.Member;

/** Figures of what instances share, where there may be several. Each of them shows the same, except for the way of changes. */
@Singleton
class ClusterMetrics implements MeterBinder {
    /** One scrape reads several figures of one look. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private record Look(long alive, long silent, double skewSeconds, ClusterWatch.Work work) {}

    private final ClusterWatch watch;
    private final Cache<String, Look> latest =
            Caffeine.newBuilder().maximumSize(1).expireAfterWrite(FRESH).build();

    ClusterMetrics(ClusterWatch watch) {
        this.watch = watch;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        if (!watch.several()) {
            return;
        }
        String instances =
                "Instances on this database: alive, or silent for twenty seconds without having been stopped";
        figure(registry, "studio.instances", Tags.of("state", "alive"), instances, Look::alive);
        figure(registry, "studio.instances", Tags.of("state", "silent"), instances, Look::silent);
        Gauge.builder("studio.instances.skew", () -> look().skewSeconds())
                .description("By how much the clocks of instances differ at most")
                .baseUnit("seconds")
                .register(registry);
        String work =
                "Tasks that wait for an instance; tasks and jobs that one has taken; those of an instance that died";
        figure(registry, "studio.executions", Tags.of("state", "waiting"), work, look -> look.work()
                .waiting());
        figure(registry, "studio.executions", Tags.of("state", "taken"), work, look -> look.work()
                .taken());
        figure(registry, "studio.executions", Tags.of("state", "dead"), work, look -> look.work()
                .dead());
        Gauge.builder("studio.changes.lag", watch, ClusterMetrics::lag)
                .description("How long a change takes from here to other instances; no number while it does not arrive")
                .baseUnit("seconds")
                .register(registry);
    }

    private void figure(
            MeterRegistry registry, String name, Tags tags, String description, ToDoubleFunction<Look> figure) {
        Gauge.builder(name, () -> figure.applyAsDouble(look()))
                .tags(tags)
                .description(description)
                .register(registry);
    }

    private static double lag(ClusterWatch watch) {
        return watch.lag().map(took -> took.toNanos() / 1e9).orElse(Double.NaN);
    }

    private Look look() {
        return latest.get("now", ignored -> {
            var all = watch.instances();
            return new Look(
                    all.stream().filter(Member::alive).count(),
                    all.stream().filter(member -> !member.alive()).count(),
                    Skew.of(all).seconds(),
                    watch.work());
        });
    }
}
