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
import java.util.Set;
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
import studio.picture.RemoteContent;
import studio.picture.StoredPicture;
import studio.picture.bucket.Bucket.Found;

/**
 * Finds and reads pictures: those on their way, which lie on this machine and are newer than what the bucket has, and those in the
 * bucket.
 */
final class BucketPictures implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(BucketPictures.class);
    private static final int MAX_KNOWN = 10_000;
    private static final Duration KNOWN = Duration.ofMinutes(10);

    private final Bucket bucket;
    private final ObjectNames names;
    private final DiskPictureStore waiting;
    private final LocalCopies copies;
    private final SmallCopies small;
    private final Addresses addresses;
    /** Thumbnails and previews that are there: whoever looks at the gallery asks for many of them, again and again. */
    private final Cache<String, Found> known =
            Caffeine.newBuilder().maximumSize(MAX_KNOWN).expireAfterWrite(KNOWN).build();

    /** @param folder of this machine, for copies */
    BucketPictures(
            Bucket bucket,
            ObjectNames names,
            DiskPictureStore waiting,
            Path folder,
            long maxSmallBytes,
            boolean redirect) {
        this.bucket = bucket;
        this.names = names;
        this.waiting = waiting;
        try {
            this.copies = new LocalCopies(folder.resolve("copies"));
            this.small = new SmallCopies(folder.resolve("small"), maxSmallBytes);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for pictures on their way cannot be used: " + folder, e);
        }
        this.addresses = new Addresses(bucket.connection(), redirect);
    }

    /** A file has just been sent, and is still on this machine. */
    void sent(PictureKey key, Path file, String mediaType, String tag) throws IOException {
        if (key.kind() != Kind.ORIGINAL) {
            String object = names.of(key);
            known.put(object, new Found(object, Files.size(file), Instant.now(), tag, Optional.of(mediaType)));
            small.keep(object, tag, file);
        }
    }

    /** What is there is no longer what was. */
    void changed(PictureKey key) {
        known.invalidate(names.of(key));
    }

    void allChanged() {
        known.invalidateAll();
    }

    Optional<StoredPicture> find(PictureKey key) {
        Optional<StoredPicture> own = waiting.find(key);
        if (own.isPresent()) {
            StoredPicture found = own.get();
            Optional<String> type = waitingFile(key).map(BucketPictures::mediaType);
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

    Stream<StoredPicture> list(Kind kind, boolean trashed) {
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

    Optional<Path> waitingFile(PictureKey key) {
        return waiting.find(key).map(found -> switch (found.content()) {
            case DiskContent(Path file) -> file;
            case RemoteContent other -> throw new IllegalStateException("Not on this disk: " + other);
        });
    }

    static String mediaType(Path file) {
        try {
            return ImageProbe.probe(file).format().mediaType();
        } catch (NotAnImageException | IOException e) {
            return "application/octet-stream";
        }
    }

    /** Removes copies that nobody reads any more. */
    int removeOld(Instant before) {
        return copies.removeOld(before);
    }

    @Override
    public void close() {
        addresses.close();
    }
}
