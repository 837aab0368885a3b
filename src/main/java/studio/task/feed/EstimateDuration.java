package studio.task.feed;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.model.PictureOptions;
import studio.task.GenerationRequest;
import studio.task.TaskStore;

/** Says how long a task may take, from what tasks like it took: the median, kept for a minute. */
@Singleton
public class EstimateDuration {
    /** Among so many, those of the same size and quality are looked for. */
    private static final int MAX_LOOKED_AT = 100;

    private static final int MAX_COUNTED = 20;
    /** Fewer of the same size and quality say less than all of the model. */
    private static final int ENOUGH = 3;

    private static final int MAX_REMEMBERED = 200;

    private record Kind(
            String configId,
            String model,
            @Nullable String imageSize,
            @Nullable String quality) {
        boolean isOf(TaskStore.Past past) {
            return Objects.equals(imageSize, past.options().imageSize())
                    && Objects.equals(quality, past.options().quality());
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
        PictureOptions options = request.options();
        Kind kind = new Kind(request.configId(), request.model(), options.imageSize(), options.quality());
        // That there is none is not kept: the first one that is done shall count for the second.
        return Optional.ofNullable(known.getIfPresent(kind)).or(() -> {
            Optional<Duration> median = median(kind);
            median.ifPresent(duration -> known.put(kind, duration));
            return median;
        });
    }

    private Optional<Duration> median(Kind kind) {
        List<TaskStore.Past> all = store.past(kind.configId(), kind.model(), MAX_LOOKED_AT);
        List<TaskStore.Past> alike = all.stream().filter(kind::isOf).toList();
        List<Duration> took = (alike.size() >= ENOUGH ? alike : all)
                .stream().limit(MAX_COUNTED).map(TaskStore.Past::took).sorted().toList();
        return took.isEmpty() ? Optional.empty() : Optional.of(took.get(took.size() / 2));
    }
}
