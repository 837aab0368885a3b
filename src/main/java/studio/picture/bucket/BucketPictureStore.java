package studio.picture.bucket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import studio.picture.DiskPictureStore;
import studio.picture.PictureKey;
import studio.picture.PictureKey.Kind;
import studio.picture.PictureStore;
import studio.picture.StoredPicture;
import studio.picture.bucket.Bucket.Found;

/**
 * Stores pictures in a bucket. What is put lies on this machine's disk first, as safe as the disk store has it, and is sent at once;
 * when the bucket does not take it, it waits there, is found there, and is sent later. So a save does not fail with the bucket.
 */
final class BucketPictureStore implements PictureStore, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(BucketPictureStore.class);
    private final Bucket bucket;
    private final ObjectNames names;
    private final DiskPictureStore waiting;
    private final BucketPictures pictures;
    private final Uploads uploads;
    private final KeyLocks locks = new KeyLocks();

    /** @param folder of this machine, for what waits and for copies */
    BucketPictureStore(Bucket bucket, ObjectNames names, Path folder, long maxSmallBytes, boolean redirect) {
        this.bucket = bucket;
        this.names = names;
        this.waiting = new DiskPictureStore(folder.resolve("waiting"));
        this.pictures = new BucketPictures(bucket, names, waiting, folder, maxSmallBytes, redirect);
        this.uploads = new Uploads(waiting, this::send);
    }

    /** Sends by itself what waits; a command of a moment leaves that to the server. */
    void start() {
        uploads.start();
    }

    Bucket bucket() {
        return bucket;
    }

    ObjectNames names() {
        return names;
    }

    /** How many files wait to be sent. */
    long waiting() {
        return uploads.count();
    }

    @Override
    public long put(PictureKey key, Source source) {
        return locks.with(key, () -> {
            long size = waiting.put(key, source);
            deliver(key);
            return size;
        });
    }

    @Override
    public OptionalLong take(PictureKey key, Path file, Completion completion) {
        return locks.with(key, () -> {
            OptionalLong taken = waiting.take(key, file, completion);
            if (taken.isPresent()) {
                deliver(key);
            }
            return taken;
        });
    }

    private void deliver(PictureKey key) {
        pictures.changed(key);
        if (uploads.out()) {
            uploads.later();
            return;
        }
        try {
            sendLocked(key);
        } catch (BucketException e) {
            LOG.warnf("%s waits on this machine: %s", key.name(), e.getMessage());
            uploads.failed();
        }
    }

    private void send(PictureKey key) {
        locks.with(key, () -> {
            sendLocked(key);
            return true;
        });
    }

    private void sendLocked(PictureKey key) {
        Optional<Path> file = pictures.waitingFile(key);
        if (file.isEmpty()) {
            // An empty small picture counts for none.
            boolean unused = waiting.delete(key);
            return;
        }
        String type = BucketPictures.mediaType(file.get());
        try {
            pictures.sent(key, file.get(), type, bucket.put(names.of(key), file.get(), type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean unused = waiting.delete(key);
    }

    @Override
    public Optional<StoredPicture> find(PictureKey key) {
        return pictures.find(key);
    }

    @Override
    public Stream<StoredPicture> list(Kind kind, boolean trashed) {
        return pictures.list(kind, trashed);
    }

    @Override
    public boolean move(PictureKey from, PictureKey to) {
        return locks.with(from, to, () -> {
            pictures.changed(from);
            pictures.changed(to);
            boolean onItsWay = waiting.move(from, to);
            // What waits is newer than what the bucket has.
            if (!onItsWay && !bucket.copy(names.of(from), names.of(to))) {
                return false;
            }
            if (onItsWay) {
                deliver(to);
            } else {
                boolean unused = waiting.delete(to);
            }
            if (!onItsWay || !uploads.out()) {
                bucket.delete(names.of(from));
            }
            return true;
        });
    }

    @Override
    public boolean delete(PictureKey key) {
        return locks.with(key, () -> {
            String object = names.of(key);
            pictures.changed(key);
            boolean own = waiting.delete(key);
            boolean there = bucket.find(object).isPresent();
            if (there) {
                bucket.delete(object);
            }
            return own || there;
        });
    }

    @Override
    public Predicate<PictureKey> glance() {
        NameHashes seen = NameHashes.of(Stream.of(Kind.ORIGINAL, Kind.THUMBNAIL)
                .flatMap(kind -> list(kind, false))
                .map(picture -> names.of(picture.key())));
        return key -> seen.contains(names.of(key));
    }

    @Override
    public Duration othersSaves() {
        return PictureStores.OTHERS;
    }

    @Override
    public Set<String> onlyHere() {
        try (Stream<StoredPicture> all = waiting.list(Kind.ORIGINAL, false)) {
            return all.map(found -> found.key().name()).collect(Collectors.toSet());
        }
    }

    @Override
    public void setAside(String name) {
        ObjectNames aside = new ObjectNames(names.prefix() + name + "/");
        for (Kind kind : Kind.values()) {
            for (boolean trashed : new boolean[] {false, true}) {
                try (Stream<Found> all = bucket.list(names.folder(kind, trashed))) {
                    all.flatMap(found -> names.key(kind, trashed, found.key()).stream())
                            .forEach(key -> {
                                boolean unused = bucket.copy(names.of(key), aside.of(key));
                                bucket.delete(names.of(key));
                            });
                }
            }
        }
        pictures.allChanged();
    }

    @Override
    public long sendWaiting() {
        return uploads.sendNow();
    }

    @Override
    public int removeUnfinished(Instant before) {
        return waiting.removeUnfinished(before)
                + pictures.removeOld(before)
                + bucket.endUploads(names.prefix(), before);
    }

    @Override
    public void close() {
        uploads.close();
        pictures.close();
        bucket.close();
    }
}
