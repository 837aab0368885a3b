package studio.upstream.images;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import studio.upstream.Answer;
import studio.upstream.Connection;
import studio.upstream.Exchange;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;
import studio.upstream.Told;
import studio.upstream.UpstreamException;
import studio.upstream.failure.UpstreamErrors;

/**
 * Lets the calls of one key go one after the other, for providers that refuse a second one (Zhipu: 429 with code 1302). Waiting
 * counts for the call's deadline.
 */
@Singleton
public class OneAtATime {
    /** Keys share a few turns: two that meet by chance only wait for each other. */
    private static final int TURNS = 64;

    private final List<Semaphore> turns = new ArrayList<>();

    public OneAtATime() {
        for (int i = 0; i < TURNS; i++) {
            turns.add(new Semaphore(1, true));
        }
    }

    /** @throws UpstreamException {@code rate_limited} when its turn did not come in time, {@code canceled} */
    public Answer run(Connection connection, Exchange exchange, Supplier<Answer> call) {
        Semaphore turn = turns.get(Math.floorMod(connection.apiKey().hashCode(), TURNS));
        try {
            if (!turn.tryAcquire(exchange.deadline().left().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new UpstreamException(
                        FailureCode.RATE_LIMITED,
                        Outcome.NOT_SENT,
                        Told.of("This provider takes one call at a time for each key, and others were first"),
                        null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UpstreamErrors.canceled(false, e);
        }
        try {
            return call.get();
        } finally {
            turn.release();
        }
    }
}
