package studio.diagnosis;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.web.event.EventStream;

/** The server's part in what a browser measures through its own way to the server: events, silence and large bodies. */
@Singleton
class Trials {
    static final int LONGEST_STREAM = 30;
    static final int LONGEST_WAIT = 300;
    private static final int PERIOD_MS = 250;
    private static final int AT_ONCE = 8;

    /** @param number from 1 */
    @RegisterForReflection
    @Schema(name = "DoctorTick")
    record Tick(int number, Instant sentAt) {}

    @Schema(name = "DoctorWait")
    record Waited(int seconds) {}

    @Schema(name = "DoctorEcho")
    record Echo(long bytes) {}

    private final Vertx vertx;
    private final Semaphore places = new Semaphore(AT_ONCE);

    Trials(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Takes a place that the stream gives back at its end. */
    void enter() {
        if (!places.tryAcquire()) {
            throw ProblemException.of(ProblemCode.DOCTOR_BUSY, Message.of("diagnosis.too_many_measurements"))
                    .withHeader("Retry-After", "5");
        }
    }

    /** Sends a stamped event four times a second; the caller has {@linkplain #enter entered}. */
    void tick(EventStream stream, int seconds) {
        int last = seconds * 1000 / PERIOD_MS;
        AtomicInteger number = new AtomicInteger();
        long timer = vertx.setPeriodic(1, PERIOD_MS, ignored -> {
            int next = number.incrementAndGet();
            stream.send(null, "tick", new Tick(next, Instant.now()));
            if (next >= last) {
                stream.end();
            }
        });
        stream.whenClosed(() -> {
            vertx.cancelTimer(timer);
            places.release();
        });
    }

    /** Answers after that time and sends nothing before, as a call does that waits for its picture. */
    Uni<Waited> silence(int seconds) {
        enter();
        return Uni.createFrom()
                .item(new Waited(seconds))
                .onItem()
                .delayIt()
                .by(Duration.ofSeconds(seconds))
                .onTermination()
                .invoke(places::release);
    }

    /** Counts a body and forgets it. */
    Echo swallow(InputStream body) throws IOException {
        enter();
        try {
            return new Echo(body.transferTo(OutputStream.nullOutputStream()));
        } finally {
            places.release();
        }
    }
}
