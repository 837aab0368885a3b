package studio.picture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import studio.files.AtomicFiles;
import studio.files.OwnerOnly;
import studio.files.Uninterrupted;
import studio.picture.PictureKey.Kind;

/**
 * Stores pictures as plain files in the gallery's folder: originals in it, thumbnails and previews in folders below it, the same
 * once more in {@code .trash}. A symbolic link is no picture, since it may lead anywhere.
 */
public final class DiskPictureStore implements PictureStore {
    private static final Logger LOG = Logger.getLogger(DiskPictureStore.class);

    private final Path gallery;
    /** Unfinished files, on the same file system as their place. */
    private final Path incoming;

    private final Duration othersSaves;

    /** In a folder of this process alone. */
    public DiskPictureStore(Path gallery) {
        this(gallery, Duration.ZERO);
    }

    /** @param othersSaves see {@link PictureStore#othersSaves} */
    public DiskPictureStore(Path gallery, Duration othersSaves) {
        this.gallery = gallery;
        this.othersSaves = othersSaves;
        this.incoming = gallery.resolve(".incoming");
        try {
            createFolders();
        } catch (IOException e) {
            throw new UncheckedIOException("The gallery folder cannot be used: " + gallery, e);
        }
    }

    @Override
    public long put(PictureKey key, Source source) {
        try {
            return stored(key, source);
        } catch (NoSuchFileException e) {
            return putAgain(key, source);
        } catch (IOException e) {
            throw notSaved(key, e);
        }
    }

    /** Folders may have been removed since the last one. */
    private long putAgain(PictureKey key, Source source) {
        try {
            createFolders();
            return stored(key, source);
        } catch (IOException e) {
            throw notSaved(key, e);
        }
    }

    private static UncheckedIOException notSaved(PictureKey key, IOException cause) {
        return new UncheckedIOException("The picture could not be saved as " + key.name(), cause);
    }

    private long stored(PictureKey key, Source source) throws IOException {
        boolean original = key.kind() == Kind.ORIGINAL;
        Path unfinished = incoming.resolve(UUID.randomUUID().toString());
        try {
            long size = write(unfinished, source, original);
            rename(unfinished, place(key));
            if (original) {
                AtomicFiles.syncFolder(folder(key.kind(), key.trashed()));
            }
            return size;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Not from another file system, and not on one without hard links. */
    @Override
    public OptionalLong take(PictureKey key, Path file, Completion completion) {
        Path unfinished = incoming.resolve(UUID.randomUUID().toString());
        try {
            Files.createLink(unfinished, file);
        } catch (IOException | UnsupportedOperationException e) {
            return OptionalLong.empty();
        }
        try {
            completion.run();
            AtomicFiles.sync(unfinished);
            long size = Files.size(unfinished);
            rename(unfinished, place(key));
            AtomicFiles.syncFolder(folder(key.kind(), key.trashed()));
            return OptionalLong.of(size);
        } catch (IOException e) {
            throw notSaved(key, e);
        } finally {
            remove(unfinished);
        }
    }

    /** What stays goes with the unfinished files. */
    private static void remove(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            LOG.debugf(e, "%s stays for now", unfinished);
        }
    }

    /** An interrupt closes the channel; where the bytes come from they still are, so the write starts again. */
    private static long write(Path file, Source source, boolean synced) throws IOException {
        OwnerOnly.createFile(file);
        return Uninterrupted.call(() -> {
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                source.writeTo(channel);
                if (synced) {
                    channel.force(true);
                }
                return channel.size();
            } catch (ClosedByInterruptException e) {
                Thread.interrupted();
                throw new InterruptedException();
            }
        });
    }

    @Override
    public Optional<StoredPicture> find(PictureKey key) {
        Path file = place(key);
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Instant modified = attributes.lastModifiedTime().toInstant();
            return Optional.of(new StoredPicture(key, attributes.size(), modified, new DiskContent(file)))
                    .filter(found -> attributes.isRegularFile())
                    // What a power cut leaves of a small picture, which is not synced, is an empty file.
                    .filter(found -> found.size() > 0 || key.kind() == Kind.ORIGINAL);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look at " + key.name(), e);
        }
    }

    @Override
    public boolean move(PictureKey from, PictureKey to) {
        try {
            rename(place(from), place(to));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not move " + from.name(), e);
        }
    }

    @Override
    public boolean delete(PictureKey key) {
        try {
            return Files.deleteIfExists(place(key));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not remove " + key.name(), e);
        }
    }

    @Override
    @SuppressWarnings("StreamResourceLeak") // the caller closes the stream
    public Stream<StoredPicture> list(Kind kind, boolean trashed) {
        try {
            return Files.list(folder(kind, trashed))
                    .flatMap(file -> PictureKey.of(kind, String.valueOf(file.getFileName())).stream())
                    .map(key -> trashed ? key.inTrash() : key)
                    .flatMap(key -> find(key).stream());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the gallery folder", e);
        }
    }

    @Override
    public int removeUnfinished(Instant before) {
        try (Stream<Path> files = Files.list(incoming)) {
            int removed = 0;
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                boolean old = Files.getLastModifiedTime(file).toInstant().isBefore(before);
                removed += old && Files.deleteIfExists(file) ? 1 : 0;
            }
            return removed;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the gallery folder", e);
        }
    }

    @Override
    public Duration othersSaves() {
        return othersSaves;
    }

    private void createFolders() throws IOException {
        OwnerOnly.createFolder(incoming);
        for (Kind kind : Kind.values()) {
            OwnerOnly.createFolder(folder(kind, false));
            OwnerOnly.createFolder(folder(kind, true));
        }
    }

    private Path place(PictureKey key) {
        return folder(key.kind(), key.trashed()).resolve(key.name());
    }

    private Path folder(Kind kind, boolean trashed) {
        Path base = trashed ? gallery.resolve(".trash") : gallery;
        return switch (kind) {
            case ORIGINAL -> base;
            case THUMBNAIL -> base.resolve("thumbnails");
            case PREVIEW -> base.resolve("previews");
        };
    }

    private static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
