package studio.diagnosis;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.web.server.HttpSettings;

/** Makes all checks at once and waits for none longer than for the others: what has no answer in time is said to have none. */
@Singleton
class Doctor {
    private static final Logger LOG = Logger.getLogger(Doctor.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration LIMIT_OF_UPSTREAMS = Duration.ofSeconds(40);
    private static final int AT_ONCE = 2;

    private record Running(Check check, FutureTask<Finding> task) {}

    private final List<Check> checks;
    private final UpstreamChecks upstreams;
    private final long maxBodyBytes;
    private final Semaphore visitors = new Semaphore(AT_ONCE);

    Doctor(
            EncryptionCheck encryption,
            ClientAddressCheck clientAddress,
            DiskSpaceCheck space,
            FileCountCheck files,
            PermissionsCheck permissions,
            DatabaseCheck database,
            EarlierDataCheck earlierData,
            ImageLibraryCheck library,
            UpstreamChecks upstreams,
            HttpSettings settings) {
        this.checks = List.of(encryption, clientAddress, space, files, permissions, database, earlierData, library);
        this.upstreams = upstreams;
        this.maxBodyBytes = settings.maxBodyBytes();
    }

    /**
     * @param withUpstreams also makes the free test call of each API config
     * @throws ProblemException 429 {@code doctor_busy}
     */
    DoctorReport examine(Visit visit, boolean withUpstreams) {
        if (!visitors.tryAcquire()) {
            throw ProblemException.of(ProblemCode.DOCTOR_BUSY).withHeader("Retry-After", "5");
        }
        try {
            List<DoctorReport.Result> results = results(visit, withUpstreams);
            return new DoctorReport(
                    Instant.now().truncatedTo(ChronoUnit.MILLIS),
                    new DoctorReport.Connection(visit.https(), visit.proxied(), visit.trusted(), visit.peer()),
                    maxBodyBytes,
                    results);
        } finally {
            visitors.release();
        }
    }

    private List<DoctorReport.Result> results(Visit visit, boolean withUpstreams) {
        List<Check> all = new ArrayList<>(checks);
        if (withUpstreams) {
            all.addAll(upstreams.all());
        }
        long end = System.nanoTime() + (withUpstreams ? LIMIT_OF_UPSTREAMS : LIMIT).toNanos();
        List<Running> running = all.stream().map(check -> start(check, visit)).toList();
        return running.stream()
                .map(one -> {
                    Finding finding = await(one, end);
                    return new DoctorReport.Result(
                            one.check.id(), finding.state(), finding.message().in(visit.language()));
                })
                .toList();
    }

    private static Running start(Check check, Visit visit) {
        FutureTask<Finding> task = new FutureTask<>(() -> check.examine(visit));
        Thread.ofPlatform().daemon().name("doctor-" + check.id()).start(task);
        return new Running(check, task);
    }

    private static Finding await(Running one, long end) {
        try {
            return one.task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            one.task.cancel(true);
            return Finding.warn(Message.of("diagnosis.check_timed_out"));
        } catch (ExecutionException e) {
            LOG.warnf(e.getCause(), "The check %s failed", one.check.id());
            return Finding.fail(Message.of("diagnosis.check_failed"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.warn(Message.of("diagnosis.check_interrupted"));
        }
    }
}
