package studio.diagnosis;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import studio.problem.Language;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.web.server.HttpSettings;

/** Makes all checks at once and waits for none longer than for the others. */
@Singleton
class Doctor {
    private static final Logger LOG = Logger.getLogger(Doctor.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration LIMIT_WITH_UPSTREAMS = Duration.ofSeconds(40);
    private static final int MAX_AT_ONCE = 2;

    private record Running(Check check, FutureTask<Finding> task) {}

    private final InstallationChecks checks;
    private final long maxBodyBytes;
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);

    Doctor(InstallationChecks checks, HttpSettings settings) {
        this.checks = checks;
        this.maxBodyBytes = settings.maxBodyBytes();
    }

    /**
     * @param withUpstreams also makes the free test call of each API config
     * @throws ProblemException 429 {@code doctor_busy}
     */
    DoctorReport examine(Visit visit, Language language, boolean withUpstreams) {
        if (!places.tryAcquire()) {
            throw ProblemException.of(ProblemCode.DOCTOR_BUSY).withHeader("Retry-After", "5");
        }
        try {
            long end = System.nanoTime() + (withUpstreams ? LIMIT_WITH_UPSTREAMS : LIMIT).toNanos();
            List<Running> running = Stream.of(
                            visit.checks(), checks.all(), withUpstreams ? checks.upstreams(language) : List.<Check>of())
                    .flatMap(List::stream)
                    .map(Doctor::start)
                    .toList();
            List<DoctorReport.Result> results =
                    running.stream().map(one -> result(one, end, language)).toList();
            return new DoctorReport(
                    Instant.now().truncatedTo(ChronoUnit.MILLIS),
                    new DoctorReport.Connection(visit.https(), visit.proxied(), visit.trusted(), visit.peer()),
                    maxBodyBytes,
                    results);
        } finally {
            places.release();
        }
    }

    private static Running start(Check check) {
        FutureTask<Finding> task = new FutureTask<>(check::examine);
        Thread.ofPlatform().daemon().name("doctor-" + check.id()).start(task);
        return new Running(check, task);
    }

    private static DoctorReport.Result result(Running one, long end, Language language) {
        Finding finding = await(one, end);
        return new DoctorReport.Result(
                one.check.id(), finding.state(), finding.message().in(language));
    }

    private static Finding await(Running one, long end) {
        try {
            return one.task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            one.task.cancel(true);
            return Finding.warn("diagnosis.check_timed_out");
        } catch (ExecutionException e) {
            LOG.warnf(e.getCause(), "The check %s failed", one.check.id());
            return Finding.fail("diagnosis.check_failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.warn("diagnosis.check_interrupted");
        }
    }
}
