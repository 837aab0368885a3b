package studio.diagnosis;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import studio.imaging.Thumbnailer;
import studio.imaging.decode.DecoderInfo;
import studio.picture.bucket.BucketTrial;
import studio.picture.bucket.PictureStores;
import studio.settings.FolderSettings;
import studio.storage.Database;
import studio.storage.FreeSpace;
import studio.storage.Instances.Member;
import studio.storage.watch.ClusterWatch;

/** The checks behind {@code /q/health/ready}, cheap enough to be made every second. */
@Singleton
public class ReadyChecks {

    /** A check as MicroProfile Health asks it. */
    public record Probe(Check check) implements HealthCheck {

        /** A failure that the check throws is a finding like any other. */
        public Finding finding() {
            try {
                return check.examine().call();
            } catch (Exception e) {
                return failed("diagnosis.check_failed", e);
            }
        }

        @Override
        public HealthCheckResponse call() {
            Finding finding = finding();
            HealthCheckResponseBuilder answer =
                    HealthCheckResponse.named(check.id()).status(finding.works());
            finding.data().forEach((name, value) -> {
                switch (value) {
                    case Boolean flag -> answer.withData(name, flag);
                    case Long number -> answer.withData(name, number);
                    default -> answer.withData(name, value.toString());
                }
            });
            return answer.build();
        }
    }

    @Produces
    @Singleton
    @Startup
    @Readiness
    HealthCheck database(Database database, ClusterWatch watch) {
        return new Probe(new Check("database", () -> {
            try {
                String product = database.describe();
                Finding works = Finding.ok("diagnosis.database_works", product).with("product", product);
                return watch.several() ? withOthers(works, watch) : works;
            } catch (RuntimeException e) {
                return failed("diagnosis.database_broken", e);
            }
        }));
    }

    /** Instances that are away, or changes that do not arrive, are no reason to take this one out of service. */
    private static Finding withOthers(Finding database, ClusterWatch watch) {
        return database.with(
                        "instances",
                        watch.instances().stream().filter(Member::alive).count())
                .with("changesArrive", watch.lag().isPresent());
    }

    private static Finding failed(String key, Exception e) {
        return Finding.fail(key).with("failure", e.getClass().getSimpleName());
    }

    /**
     * A disk that is nearly full does not make the server unready: the page is needed to make room, and new work is refused by 507
     * meanwhile.
     */
    @Produces
    @Singleton
    @Readiness
    HealthCheck disk(FolderSettings folders, FreeSpace space, PictureStores stores) {
        return new Probe(new Check("disk", () -> {
            try {
                boolean writable = folders.written().stream().allMatch(Files::isWritable);
                return withBucket(disk(writable, space.bytes(), space.enough()), stores);
            } catch (IOException e) {
                return disk(false, 0, false);
            }
        }));
    }

    /** A bucket that is away does not make it unready either: what is made meanwhile waits on the disk. */
    private static Finding withBucket(Finding disk, PictureStores stores) {
        return stores.trial()
                .map(BucketTrial::lately)
                .map(bucket -> disk.with("bucketWorks", bucket.works()).with("waitForBucket", bucket.waiting()))
                .orElse(disk);
    }

    static Finding disk(boolean writable, long free, boolean takesNewTasks) {
        String left = DiskChecks.readable(free);
        return (writable ? Finding.ok("diagnosis.disk_works", left) : Finding.fail("diagnosis.disk_broken", left))
                .with("freeMiB", free >> 20)
                .with("takesNewTasks", takesNewTasks);
    }

    /** Always up: without a library pictures are still made and kept. */
    @Produces
    @Singleton
    @Readiness
    HealthCheck pictures(Thumbnailer pictures) {
        return new Probe(new Check("pictures", () -> {
            DecoderInfo library = pictures.library();
            return Finding.ok("diagnosis.pictures", library.available() ? library.title() : library.description())
                    .with("library", library.description());
        }));
    }
}
