package studio.picture.bucket;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.log.Redaction;
import studio.picture.DiskPictureStore;
import studio.picture.DiskSharedFiles;
import studio.picture.PictureStore;
import studio.picture.SharedFiles;
import studio.settings.FolderSettings;

/** Opens the store that the settings name: the disk, unless there is a bucket. */
@Singleton
public class PictureStores {
    /** More than clocks differ. A save of another process takes seconds from the file to its row. */
    static final Duration OTHERS = Duration.ofMinutes(2);

    private @Nullable BucketPictureStore bucket;

    /** What cannot be used has been refused by now ({@link #assertUsable}). */
    @Produces
    @Singleton
    PictureStore store(FolderSettings folders, BucketSettings settings, MeterRegistry registry) {
        PictureStore store = open(folders, settings, registry);
        if (store instanceof BucketPictureStore opened) {
            opened.start();
            Gauge.builder("studio.bucket.waiting", opened, BucketPictureStore::waiting)
                    .description("Files that wait on this machine to be sent to the bucket")
                    .register(registry);
            bucket = opened;
        }
        return store;
    }

    /** Where what is put by one process is found by the others. */
    @Produces
    @Singleton
    SharedFiles sharedFiles(FolderSettings folders, PictureStore store) {
        return files(folders, store);
    }

    /** For commands; the store is one that was opened with the same settings. */
    public static SharedFiles files(FolderSettings folders, PictureStore store) {
        return folders.shared() && store instanceof BucketPictureStore opened
                ? new BucketSharedFiles(opened.bucket(), opened.names(), DiskSharedFiles.ofThisMachine(folders))
                : DiskSharedFiles.of(folders);
    }

    /**
     * Takes shared files that lie in the data folder to where all processes find them, if that is elsewhere; called again when it was
     * cut off.
     */
    public static void share(FolderSettings folders, PictureStore store) {
        if (!folders.shared()) {
            return;
        }
        DiskSharedFiles own = DiskSharedFiles.ofThisMachine(folders);
        SharedFiles all = files(folders, store);
        for (SharedFiles.Kind kind : SharedFiles.Kind.values()) {
            try (Stream<SharedFiles.Shared> found = own.list(kind)) {
                found.filter(file -> all.look(kind, file.name()).isEmpty()).forEach(file -> own.find(kind, file.name())
                        .ifPresent(place -> all.keep(kind, file.name(), place)));
            }
        }
    }

    /**
     * Tries the bucket, if there is to be one, before the server's start.
     *
     * @throws io.quarkus.runtime.configuration.ConfigurationException when it cannot be used as it is set
     */
    public static void assertUsable(FolderSettings folders, BucketSettings settings) {
        if (open(folders, settings) instanceof BucketPictureStore opened) {
            try (opened) {
                new BucketTrial(opened).atStart();
            }
        }
    }

    /** Tries the bucket; empty where there is to be none. */
    public static Optional<BucketTrial.Found> tried(FolderSettings folders, BucketSettings settings) {
        if (open(folders, settings) instanceof BucketPictureStore opened) {
            try (opened) {
                return Optional.of(new BucketTrial(opened).now());
            }
        }
        return Optional.empty();
    }

    /** For commands, which run without the server. */
    public static PictureStore open(FolderSettings folders, BucketSettings settings) {
        return open(folders, settings, new CompositeMeterRegistry());
    }

    private static PictureStore open(FolderSettings folders, BucketSettings settings, MeterRegistry registry) {
        // Nothing of the client is even loaded.
        if (folders.bucket().isEmpty() && !settings.given()) {
            return new DiskPictureStore(folders.gallery(), folders.shared() ? OTHERS : Duration.ZERO);
        }
        BucketConnection connection = BucketConnection.of(folders, settings);
        Redaction.register(connection.secretKey());
        return new BucketPictureStore(
                new Bucket(connection, registry),
                ObjectNames.of(settings.prefix()),
                folders.bucketFolder(),
                settings.cache(),
                settings.redirect());
    }

    /** A look at the bucket, where pictures are in one. The store must have been injected. */
    public Optional<BucketTrial> trial() {
        return Optional.ofNullable(bucket).map(BucketTrial::new);
    }

    @PreDestroy
    void close() {
        if (bucket != null) {
            bucket.close();
        }
    }
}
