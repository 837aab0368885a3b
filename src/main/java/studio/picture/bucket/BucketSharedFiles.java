package studio.picture.bucket;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import studio.picture.DiskSharedFiles;
import studio.picture.SharedFiles;

/**
 * Keeps shared files in the bucket, with copies on this machine's disk of those that were sent or read here. A copy is never stale,
 * since a name stands for one content; whether a file is still there is asked of the bucket.
 */
final class BucketSharedFiles implements SharedFiles {
    private static final int MAX_KNOWN = 10_000;
    /** Far shorter than anything is kept that nobody needs. */
    private static final Duration KNOWN = Duration.ofMinutes(10);
    /** A copy that is read is noted as such no more often. */
    private static final Duration NOTED = Duration.ofHours(1);

    private final Bucket bucket;
    private final ObjectNames names;
    private final DiskSharedFiles copies;
    private final Cache<String, Shared> known =
            Caffeine.newBuilder().maximumSize(MAX_KNOWN).expireAfterWrite(KNOWN).build();

    BucketSharedFiles(Bucket bucket, ObjectNames names, DiskSharedFiles copies) {
        this.bucket = bucket;
        this.names = names;
        this.copies = copies;
    }

    @Override
    public void keep(Kind kind, String name, Path file) {
        send(kind, name, file);
        copies.keep(kind, name, file);
    }

    private void send(Kind kind, String name, Path file) {
        String object = names.of(kind, name);
        try {
            var unused = bucket.put(object, file, BucketPictures.mediaType(file));
            known.put(object, new Shared(name, Files.size(file), Instant.now()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot send " + name, e);
        }
    }

    @Override
    public Optional<Shared> look(Kind kind, String name) {
        String object = names.of(kind, name);
        Optional<Shared> before = Optional.ofNullable(known.getIfPresent(object));
        if (before.isPresent()) {
            return before;
        }
        Optional<Shared> found = bucket.find(object).map(there -> new Shared(name, there.size(), there.modified()));
        found.ifPresent(there -> known.put(object, there));
        return found;
    }

    @Override
    public Optional<Path> find(Kind kind, String name) {
        Optional<Shared> copy = copies.look(kind, name);
        if (copy.isEmpty()) {
            return fetched(kind, name);
        }
        if (copy.get().modified().isBefore(Instant.now().minus(NOTED))) {
            boolean unused = copies.renew(kind, name);
        }
        return copies.find(kind, name);
    }

    private Optional<Path> fetched(Kind kind, String name) {
        String object = names.of(kind, name);
        Optional<Bucket.Found> there = bucket.find(object);
        if (there.isEmpty()) {
            known.invalidate(object);
            return Optional.empty();
        }
        long size = there.get().size();
        try (InputStream in = bucket.open(object, 0, size, size)) {
            copies.keep(kind, name, out -> {
                if (in.transferTo(out) != size) {
                    throw new IOException("The bucket has sent " + name + " in part");
                }
            });
            return copies.find(kind, name);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot fetch " + name, e);
        }
    }

    /** Sent once more, which every server can do: not all copy an object onto itself. */
    @Override
    public boolean renew(Kind kind, String name) {
        String object = names.of(kind, name);
        if (bucket.find(object).isEmpty()) {
            known.invalidate(object);
            return false;
        }
        Optional<Path> copy = find(kind, name);
        copy.ifPresent(file -> send(kind, name, file));
        return copy.isPresent();
    }

    /** The copies of others go when nobody has read them for long. */
    @Override
    public boolean delete(Kind kind, String name, Instant before) {
        String object = names.of(kind, name);
        known.invalidate(object);
        Optional<Bucket.Found> there = bucket.find(object);
        if (there.isEmpty() || !there.get().modified().isBefore(before)) {
            return false;
        }
        bucket.delete(object);
        boolean unused = copies.delete(kind, name, Instant.MAX);
        return true;
    }

    @Override
    public Stream<Shared> list(Kind kind) {
        String folder = names.of(kind, "");
        return bucket.list(folder)
                .map(found -> new Shared(found.key().substring(folder.length()), found.size(), found.modified()))
                .filter(found -> !found.name().isEmpty());
    }

    @Override
    public int removeCopies(Instant before) {
        int removed = 0;
        for (Kind kind : Kind.values()) {
            try (Stream<Shared> all = copies.list(kind)) {
                for (Shared copy : (Iterable<Shared>) all::iterator) {
                    removed += copies.delete(kind, copy.name(), before) ? 1 : 0;
                }
            }
        }
        return removed;
    }
}
