package studio.upstream.openrouter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import studio.upstream.FailureCode;
import studio.upstream.UpstreamException;

/**
 * What an upstream said, remembered for an hour, or for a minute when it did not say anything. Those who ask at the same time
 * wait for one request.
 *
 * @param <V> small, since many are kept
 */
final class Remembered<V> {
    private static final Duration ANSWER = Duration.ofHours(1);
    private static final Duration FAILURE = Duration.ofMinutes(1);

    private final Cache<String, CompletableFuture<V>> answers;
    private final Cache<String, UpstreamException> failures;

    Remembered(int most, Ticker ticker) {
        answers = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(ANSWER)
                .ticker(ticker)
                .build();
        failures = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(FAILURE)
                .ticker(ticker)
                .build();
    }

    /** @throws UpstreamException the failure of this or of a recent question */
    V get(String key, Supplier<V> ask) {
        UpstreamException failed = failures.getIfPresent(key);
        if (failed != null) {
            throw failed;
        }
        CompletableFuture<V> own = new CompletableFuture<>();
        CompletableFuture<V> other = answers.asMap().putIfAbsent(key, own);
        return other == null ? asked(key, own, ask) : await(other);
    }

    private V asked(String key, CompletableFuture<V> own, Supplier<V> ask) {
        try {
            V answer = ask.get();
            own.complete(answer);
            return answer;
        } catch (RuntimeException | Error e) {
            if (e instanceof UpstreamException failed && failed.failure() != FailureCode.CANCELED) {
                failures.put(key, failed);
            }
            answers.asMap().remove(key, own);
            own.completeExceptionally(e);
            throw e;
        }
    }

    private static <V> V await(CompletableFuture<V> other) {
        try {
            return other.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof UpstreamException failed ? failed : e;
        }
    }
}
