package studio.task.feed;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import studio.task.GenerationRequest;
import studio.task.TaskStore;

/** Says how long a task may take, from what tasks like it took: the median, kept for a minute. */
@Singleton
public class EstimateDuration {
    /** Among so many, those alike are looked for: of the same size, quality and number, with or without references. */
    private static final int MAX_LOOKED_AT = 100;

    private static final int MAX_COUNTED = 20;
    /** Fewer of the same size and quality say less than all of the model. */
    private static final int ENOUGH = 3;

    private static final int MAX_REMEMBERED = 200;

    private record Kind(
            String configId,
            String model,
            @Nullable String imageSize,
            @Nullable String quality,
            int count,
            boolean references) {

        static Kind of(GenerationRequest request) {
            return new Kind(
                    request.configId(),
                    request.model(),
                    request.options().imageSize(),
                    request.options().quality(),
                    request.count(),
                    !request.references().isEmpty());
        }

        boolean looksLike(Kind other) {
            return Objects.equals(imageSize, other.imageSize) && Objects.equals(quality, other.quality);
        }
    }

    private final TaskStore store;
    private final Cache<Kind, Duration> known = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    public EstimateDuration(TaskStore store) {
        this.store = store;
    }

    /** Empty when no such task was done before, as far as tasks are remembered. */
    public Optional<Duration> of(GenerationRequest request) {
        return of(Kind.of(request));
    }

    /** The same of a request that is not made yet. */
    public Optional<Duration> of(
            String configId,
            String model,
            @Nullable String imageSize,
            @Nullable String quality,
            int count,
            boolean references) {
        return of(new Kind(configId, model, imageSize, quality, count, references));
    }

    private Optional<Duration> of(Kind kind) {
        // That there is none is not kept: the first one that is done shall count for the second.
        return Optional.ofNullable(known.getIfPresent(kind)).or(() -> {
            Optional<Duration> median = median(kind);
            median.ifPresent(duration -> known.put(kind, duration));
            return median;
        });
    }

    private Optional<Duration> median(Kind kind) {
        List<TaskStore.Past> all = store.past(kind.configId(), kind.model(), MAX_LOOKED_AT);
        List<TaskStore.Past> likely = enough(all, past -> kind.equals(Kind.of(past.request())))
                .or(() -> enough(all, past -> kind.looksLike(Kind.of(past.request()))))
                .orElse(all);
        List<Duration> took = likely.stream()
                .limit(MAX_COUNTED)
                .map(past -> scaled(past, kind.count()))
                .sorted()
                .toList();
        return took.isEmpty() ? Optional.empty() : Optional.of(took.get(took.size() / 2));
    }

    private static Optional<List<TaskStore.Past>> enough(List<TaskStore.Past> all, Predicate<TaskStore.Past> alike) {
        return Optional.of(all.stream().filter(alike).toList()).filter(some -> some.size() >= ENOUGH);
    }

    /** As if pictures were made one after the other. */
    private static Duration scaled(TaskStore.Past past, int count) {
        return past.took().multipliedBy(count).dividedBy(past.request().count());
    }
}
