package studio.upstream.openrouter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.function.Supplier;
import studio.upstream.FailureCode;
import studio.upstream.UpstreamException;

/**
 * Answers of an upstream, remembered for an hour, or for a minute where there was none. Those who ask at the same time wait for one
 * request.
 *
 * @param <V> small, since many are kept
 */
final class Remembered<V> {
    private static final Duration ANSWER = Duration.ofHours(1);
    private static final Duration FAILURE = Duration.ofMinutes(1);

    private final Cache<String, V> answers;
    private final Cache<String, UpstreamException> failures;

    Remembered(int max, Ticker ticker) {
        answers = Caffeine.newBuilder()
                .maximumSize(max)
                .expireAfterWrite(ANSWER)
                .ticker(ticker)
                .build();
        failures = Caffeine.newBuilder()
                .maximumSize(max)
                .expireAfterWrite(FAILURE)
                .ticker(ticker)
                .build();
    }

    /** @throws UpstreamException the failure of this or of a recent question */
    V get(String key, Supplier<V> ask) {
        return answers.get(key, missing -> {
            UpstreamException failed = failures.getIfPresent(missing);
            if (failed != null) {
                throw failed;
            }
            try {
                return ask.get();
            } catch (UpstreamException e) {
                if (e.failure() != FailureCode.CANCELED) {
                    failures.put(missing, e);
                }
                throw e;
            }
        });
    }
}
