package studio.picture.bucket;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.picture.DiskContent;
import studio.picture.DiskPictureStore;
import studio.picture.LocalPicture;
import studio.picture.PictureKey;
import studio.picture.PictureKey.Kind;
import studio.picture.PictureStore;
import studio.picture.RemoteContent;
import studio.picture.StoredPicture;
import studio.picture.bucket.Bucket.Found;

/**
 * Stores pictures in a bucket. What is put lies on this machine's disk first, as safe as the disk store has it, and is sent at once;
 * when the bucket does not take it, it waits there, is found there, and is sent later. So a save does not fail with the bucket.
 */
final class BucketPictureStore implements PictureStore, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(BucketPictureStore.class);
    /** More than clocks differ. A save of an instance takes seconds from the bucket to its row. */
    private static final Duration OTHERS = Duration.ofMinutes(2);

    private static final int MAX_KNOWN = 10_000;
    private static final Duration KNOWN = Duration.ofMinutes(10);

    private final Bucket bucket;
    private final ObjectNames names;
    private final DiskPictureStore waiting;
    private final LocalCopies copies;
    private final SmallCopies small;
    private final Addresses addresses;
    private final Uploads uploads;
    private final KeyLocks locks = new KeyLocks();
    /** Thumbnails and previews that are there: whoever looks at the gallery asks for many of them, again and again. */
    private final Cache<String, Found> known =
            Caffeine.newBuilder().maximumSize(MAX_KNOWN).expireAfterWrite(KNOWN).build();

    /** @param folder of this machine, for what waits and for copies */
    BucketPictureStore(Bucket bucket, ObjectNames names, Path folder, long maxSmallBytes, boolean redirect) {
        this.bucket = bucket;
        this.names = names;
        this.waiting = new DiskPictureStore(folder.resolve("waiting"));
        try {
            this.copies = new LocalCopies(folder.resolve("copies"));
            this.small = new SmallCopies(folder.resolve("small"), maxSmallBytes);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for pictures on their way cannot be used: " + folder, e);
        }
        this.addresses = new Addresses(bucket.connection(), redirect);
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
        known.invalidate(names.of(key));
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
        Optional<Path> file = waitingFile(key);
        if (file.isEmpty()) {
            // An empty small picture counts for none.
            boolean unused = waiting.delete(key);
            return;
        }
        String object = names.of(key);
        String type = mediaType(file.get());
        try {
            long size = Files.size(file.get());
            String tag = bucket.put(object, file.get(), type);
            if (key.kind() != Kind.ORIGINAL) {
                known.put(object, new Found(object, size, Instant.now(), tag, Optional.of(type)));
                small.keep(object, tag, file.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean unused = waiting.delete(key);
    }

    @Override
    public Optional<StoredPicture> find(PictureKey key) {
        Optional<StoredPicture> own = waiting.find(key);
        if (own.isPresent()) {
            StoredPicture found = own.get();
            Optional<String> type = waitingFile(key).map(BucketPictureStore::mediaType);
            return Optional.of(new StoredPicture(
                    key,
                    found.size(),
                    found.modified(),
                    found.tag(),
                    new BucketContent(this, key, found.size(), "", type)));
        }
        return looked(key)
                // As the disk store has it.
                .filter(found -> found.size() > 0 || key.kind() == Kind.ORIGINAL)
                .map(found -> stored(key, found));
    }

    private Optional<Found> looked(PictureKey key) {
        String object = names.of(key);
        if (key.kind() == Kind.ORIGINAL) {
            return bucket.find(object);
        }
        Optional<Found> before = Optional.ofNullable(known.getIfPresent(object));
        Optional<Found> found = before.isPresent() ? before : bucket.find(object);
        found.ifPresent(now -> known.put(object, now));
        return found;
    }

    private StoredPicture stored(PictureKey key, Found found) {
        return new StoredPicture(
                key,
                found.size(),
                found.modified(),
                found.tag(),
                new BucketContent(this, key, found.size(), found.tag(), found.mediaType()));
    }

    InputStream open(BucketContent content, long offset, long length) throws IOException {
        Optional<Path> own = waitingFile(content.key());
        if (own.isPresent()) {
            try {
                return PartUpload.open(own.get(), offset, length);
            } catch (NoSuchFileException e) {
                LOG.debugf("%s has just been sent", content.key().name());
            }
        }
        String object = names.of(content.key());
        boolean whole = offset == 0 && length == content.size();
        return whole && content.key().kind() != Kind.ORIGINAL && !content.tag().isEmpty()
                ? small.open(object, content.tag(), () -> bucket.open(object, 0, length, length))
                : bucket.open(object, offset, length, content.size());
    }

    LocalPicture local(BucketContent content) throws IOException {
        Optional<Path> own = waitingFile(content.key());
        Optional<LocalPicture> linked = own.isPresent() ? copies.link(own.get()) : Optional.empty();
        if (linked.isPresent()) {
            return linked.get();
        }
        try (InputStream in = open(content, 0, content.size())) {
            return copies.of(in);
        }
    }

    Optional<URI> address(BucketContent content, String mediaType, Optional<String> disposition) {
        return waitingFile(content.key()).isPresent()
                ? Optional.empty()
                : addresses.of(names.of(content.key()), mediaType, disposition);
    }

    @Override
    public boolean move(PictureKey from, PictureKey to) {
        return locks.with(from, to, () -> {
            known.invalidate(names.of(from));
            known.invalidate(names.of(to));
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
            known.invalidate(object);
            boolean own = waiting.delete(key);
            boolean there = bucket.find(object).isPresent();
            if (there) {
                bucket.delete(object);
            }
            return own || there;
        });
    }

    @Override
    public Stream<StoredPicture> list(Kind kind, boolean trashed) {
        Set<PictureKey> own;
        try (Stream<StoredPicture> all = waiting.list(kind, trashed)) {
            own = all.map(StoredPicture::key).collect(Collectors.toSet());
        }
        Stream<StoredPicture> there = bucket.list(names.folder(kind, trashed))
                .filter(found -> found.size() > 0 || kind == Kind.ORIGINAL)
                .flatMap(found -> names
                        .key(kind, trashed, found.key())
                        .filter(key -> !own.contains(key))
                        .map(key -> stored(key, found))
                        .stream());
        return Stream.concat(own.stream().flatMap(key -> find(key).stream()), there);
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
        return OTHERS;
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
        known.invalidateAll();
    }

    @Override
    public int removeUnfinished(Instant before) {
        return waiting.removeUnfinished(before) + copies.removeOld(before) + bucket.endUploads(names.prefix(), before);
    }

    private Optional<Path> waitingFile(PictureKey key) {
        return waiting.find(key).map(found -> switch (found.content()) {
            case DiskContent(Path file) -> file;
            case RemoteContent other -> throw new IllegalStateException("Not on this disk: " + other);
        });
    }

    private static String mediaType(Path file) {
        try {
            return ImageProbe.probe(file).format().mediaType();
        } catch (NotAnImageException | IOException e) {
            return "application/octet-stream";
        }
    }

    @Override
    public void close() {
        uploads.close();
        addresses.close();
        bucket.close();
    }
}
