package studio.task.feed;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.task.GenerationRequest;
import studio.task.TaskStore;

/** Says how long a task may take, from what tasks like it took: the median, kept for a minute. */
@Singleton
public class EstimateDuration {
    /** Among so many, those of the same size and quality are looked for. */
    private static final int LOOKED_AT = 100;

    private static final int COUNTED = 20;
    /** Fewer of the same size and quality say less than all of the model. */
    private static final int ENOUGH = 3;

    private static final int REMEMBERED = 200;

    private record Kind(
            String configId,
            String model,
            @Nullable String imageSize,
            @Nullable String quality) {
        static Kind of(GenerationRequest request) {
            return new Kind(
                    request.configId(),
                    request.model(),
                    request.options().imageSize(),
                    request.options().quality());
        }

        boolean isOf(TaskStore.Past past) {
            return Objects.equals(imageSize, past.options().imageSize())
                    && Objects.equals(quality, past.options().quality());
        }
    }

    private final TaskStore store;
    private final Cache<Kind, Duration> known = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    public EstimateDuration(TaskStore store) {
        this.store = store;
    }

    /** Empty when no such task was done before, as far as tasks are remembered. */
    public Optional<Duration> of(GenerationRequest request) {
        Kind kind = Kind.of(request);
        Optional<Duration> estimate =
                Optional.ofNullable(known.getIfPresent(kind)).or(() -> median(kind));
        // That there is none is not kept: the first one that is done shall count for the second.
        estimate.ifPresent(median -> known.put(kind, median));
        return estimate;
    }

    private Optional<Duration> median(Kind kind) {
        List<TaskStore.Past> all = store.past(kind.configId(), kind.model(), LOOKED_AT);
        List<TaskStore.Past> alike = all.stream().filter(kind::isOf).toList();
        List<Duration> took = (alike.size() >= ENOUGH ? alike : all)
                .stream().limit(COUNTED).map(TaskStore.Past::took).sorted().toList();
        return took.isEmpty() ? Optional.empty() : Optional.of(took.get(took.size() / 2));
    }
}
