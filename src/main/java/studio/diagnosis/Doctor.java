package studio.diagnosis;

import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.logging.Logger;
import studio.apiconfig.ApiConfig;
import studio.apiconfig.ApiConfigs;
import studio.apiconfig.CheckApiConfig;
import studio.imaging.Thumbnailer;
import studio.imaging.decode.DecoderInfo;
import studio.picture.bucket.BucketTrial;
import studio.picture.bucket.PictureStores;
import studio.problem.Language;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;
import studio.storage.Database;
import studio.storage.EarlierData;
import studio.storage.watch.ClusterWatch;
import studio.web.server.HttpSettings;

/** Makes all checks at once and waits for none longer than for the others. */
@Singleton
class Doctor {
    private static final Logger LOG = Logger.getLogger(Doctor.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration LIMIT_WITH_UPSTREAMS = Duration.ofSeconds(40);
    private static final int MAX_AT_ONCE = 2;
    private static final int MAX_UPSTREAMS = 20;

    /**
     * What the server finds by itself. What only a browser can measure (events, limits of proxies in between) the page adds.
     *
     * @param time the server's clock when it answers
     * @param connection how this very request has arrived
     * @param maxBodyBytes that the server takes; a proxy in between may take less
     */
    @Schema(name = "DoctorReport")
    record Report(Instant time, Visit.Connection connection, long maxBodyBytes, List<Result> checks) {}

    /**
     * @param id {@code disk_space}, {@code database}, …, or {@code upstream:} and the id of an API config
     * @param sentence for people: what was found, and what to do
     */
    @Schema(name = "DoctorCheck")
    record Result(String id, Finding.State state, String sentence) {}

    private record Running(Check check, FutureTask<Finding> task) {}

    private final List<Check> installation;
    private final ApiConfigs configs;
    private final CheckApiConfig test;
    private final long maxBodyBytes;
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);

    Doctor(
            FolderSettings folders,
            Database database,
            ClusterWatch watch,
            EarlierData earlier,
            Thumbnailer thumbnailer,
            PictureStores stores,
            ApiConfigs configs,
            CheckApiConfig test,
            HttpSettings settings) {
        DiskChecks disk = new DiskChecks(folders);
        ClusterChecks cluster = new ClusterChecks(watch);
        List<Check> checks = new ArrayList<>(List.of(
                new Check("disk_space", disk::space),
                new Check("inodes", disk::files),
                new Check("permissions", disk::permissions),
                new Check("database", () -> examined(database, disk, cluster)),
                new Check("import", () -> imported(earlier.reports(folders.data()))),
                new Check("image_library", () -> imageLibrary(thumbnailer.library()))));
        checks.addAll(cluster.all());
        stores.trial().ifPresent(bucket -> checks.add(new Check("bucket", () -> bucket(bucket.now()))));
        this.installation = List.copyOf(checks);
        this.configs = configs;
        this.test = test;
        this.maxBodyBytes = settings.maxBodyBytes();
    }

    /**
     * @param withUpstreams also makes the free test call of each API config, of the first {@value #MAX_UPSTREAMS}
     * @throws ProblemException 429 {@code doctor_busy}
     */
    Report examine(Visit visit, Language language, boolean withUpstreams) {
        if (!places.tryAcquire()) {
            throw ProblemException.of(ProblemCode.DOCTOR_BUSY).withHeader("Retry-After", "5");
        }
        try {
            List<Check> checks = new ArrayList<>(visit.checks());
            checks.addAll(installation);
            if (withUpstreams) {
                configs.all().stream()
                        .limit(MAX_UPSTREAMS)
                        .map(config -> new Check("upstream:" + config.id(), () -> tried(config, language)))
                        .forEach(checks::add);
            }
            long end = System.nanoTime() + (withUpstreams ? LIMIT_WITH_UPSTREAMS : LIMIT).toNanos();
            List<Running> running = checks.stream().map(Doctor::start).toList();
            return new Report(
                    Instant.now().truncatedTo(ChronoUnit.MILLIS),
                    visit.connection(),
                    maxBodyBytes,
                    running.stream().map(one -> result(one, end, language)).toList());
        } finally {
            places.release();
        }
    }

    /** A file is read as a whole; a server of its own looks after itself. */
    private static Finding examined(Database database, DiskChecks disk, ClusterChecks cluster) {
        return switch (database.dialect()) {
            case SQLITE -> disk.database(database::describe);
            case POSTGRESQL -> cluster.database();
        };
    }

    private static Running start(Check check) {
        FutureTask<Finding> task = new FutureTask<>(check.examine());
        Thread.ofPlatform().daemon().name("doctor-" + check.id()).start(task);
        return new Running(check, task);
    }

    private static Result result(Running one, long end, Language language) {
        Finding finding = await(one, end);
        return new Result(one.check.id(), finding.state(), finding.message().in(language));
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

    private Finding tried(ApiConfig config, Language language) {
        CheckApiConfig.Result result = test.check(config.id(), language);
        return result.ok()
                ? Finding.ok("diagnosis.labelled", config.label(), result.sentence())
                : Finding.fail("diagnosis.labelled", config.label(), result.sentence());
    }

    /** Pictures that wait are safe, but only on this machine. */
    private static Finding bucket(BucketTrial.Found found) {
        if (!found.works()) {
            return new Finding(Finding.State.FAIL, found.sentence(), Map.of());
        }
        return new Finding(found.waiting() == 0 ? Finding.State.OK : Finding.State.WARN, found.sentence(), Map.of());
    }

    /** Whether all of the earlier server's files has been imported; a copy that was kept is named until it is removed. */
    private static Finding imported(List<EarlierData.Report> reports) {
        for (EarlierData.Report report : reports) {
            if (report.failed()) {
                return Finding.fail("diagnosis.import_failed", report.fileName(), report.message());
            }
        }
        for (EarlierData.Report report : reports) {
            Path kept = report.kept();
            if (kept != null && Files.exists(kept)) {
                return Finding.warn("diagnosis.import_partial", report.fileName(), report.message(), kept);
            }
        }
        return Finding.ok("diagnosis.import_complete");
    }

    private static Finding imageLibrary(DecoderInfo library) {
        return ProgramChecks.imageLibrary(library, library.title());
    }
}
