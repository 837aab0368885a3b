package studio.picture.bucket;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import studio.files.Uninterrupted;

/** Makes the requests of a bucket, counts those that fail, and does not wait for a silent server again and again. */
final class BucketRequests {
    private static final int NOT_FOUND = 404;
    /** A failure that took so long is not waited for once more, for a while: callers would pile up. */
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final long WHILE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final BucketConnection connection;
    private final MeterProvider<Counter> failures;
    private volatile @Nullable BucketException lastFailure;
    /** By {@link System#nanoTime}, while it was silent. */
    private volatile long silentSince;

    BucketRequests(BucketConnection connection, MeterRegistry registry) {
        this.connection = connection;
        this.failures = Counter.builder("studio.bucket.failures")
                .description("Requests that the bucket did not do")
                .withRegistry(registry);
    }

    /** Of the last request; empty when it was done. */
    Optional<BucketException> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    /** @throws NoSuchKeyException when the object is not there */
    <T> T call(String operation, Supplier<T> request) {
        long started = System.nanoTime();
        BucketException before = lastFailure;
        if (before != null && before.failure() == BucketFailure.UNREACHABLE && started - silentSince < WHILE_NANOS) {
            throw before.again();
        }
        T answer = Uninterrupted.call(() -> {
            try {
                return request.get();
            } catch (AbortedException e) {
                boolean unused = Thread.interrupted();
                throw new InterruptedException();
            } catch (SdkException e) {
                long now = System.nanoTime();
                silentSince = now - started > LONG_NANOS ? now : now - WHILE_NANOS;
                throw explained(operation, e);
            }
        });
        lastFailure = null;
        return answer;
    }

    private RuntimeException explained(String operation, SdkException failure) {
        if (failure instanceof S3Exception answer
                && answer.statusCode() == NOT_FOUND
                && !BucketFailure.code(answer).equals("NoSuchBucket")) {
            return NoSuchKeyException.builder().cause(failure).build();
        }
        BucketException explained = BucketException.of(connection, failure);
        String reason = explained.failure().name().toLowerCase(Locale.ROOT);
        failures.withTags("operation", operation, "reason", reason).increment();
        lastFailure = explained;
        return explained;
    }
}
