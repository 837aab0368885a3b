package studio.picture.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import studio.files.OwnerOnly;
import studio.files.Sha256;

/** Copies of thumbnails and previews on this machine's disk, by name and content; the oldest make room for new ones. */
final class SmallCopies {
    private static final Logger LOG = Logger.getLogger(SmallCopies.class);
    /** What is left when room is made, of ten. */
    private static final int TENTHS = 8;

    private final Path folder;
    private final long maxBytes;
    private final ReentrantLock tidying = new ReentrantLock();
    /** Since the folder was last counted, with what was counted; negative: it never was. */
    private long bytes = -1;

    SmallCopies(Path folder, long maxBytes) throws IOException {
        this.folder = folder;
        this.maxBytes = maxBytes;
        OwnerOnly.createFolder(folder);
    }

    private record Copy(Path file, long size, long modified) {}

    /** Writes the content of one that is not there. */
    interface Source {
        InputStream open() throws IOException;
    }

    /** Opens a copy, which is fetched when there is none. */
    InputStream open(String object, String tag, Source source) throws IOException {
        Path file = place(object, tag);
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            if (maxBytes == 0) {
                return source.open();
            }
            Path unfinished = folder.resolve(UUID.randomUUID().toString());
            try (InputStream in = source.open()) {
                OwnerOnly.createFile(unfinished);
                Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
                InputStream opened = Files.newInputStream(unfinished);
                keep(object, tag, unfinished);
                return opened;
            } finally {
                Files.deleteIfExists(unfinished);
            }
        }
    }

    /** Takes a file as the copy; it is moved away. */
    void keep(String object, String tag, Path file) throws IOException {
        long size = Files.size(file);
        if (maxBytes > 0) {
            Files.move(file, place(object, tag), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            makeRoom(size);
        }
    }

    private void makeRoom(long added) throws IOException {
        tidying.lock();
        try {
            bytes = bytes < 0 ? count() : bytes + added;
            if (bytes > maxBytes) {
                tidy();
            }
        } finally {
            tidying.unlock();
        }
    }

    private long count() throws IOException {
        return all().stream().mapToLong(Copy::size).sum();
    }

    private void tidy() throws IOException {
        List<Copy> copies = all();
        copies.sort(Comparator.comparingLong(Copy::modified));
        long left = copies.stream().mapToLong(Copy::size).sum();
        for (Copy copy : copies) {
            if (left <= maxBytes / 10 * TENTHS) {
                break;
            }
            Files.deleteIfExists(copy.file());
            left -= copy.size();
        }
        LOG.debugf("Copies of small pictures take %d bytes now", left);
        bytes = left;
    }

    private List<Copy> all() throws IOException {
        List<Copy> copies = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                try {
                    BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
                    copies.add(new Copy(
                            file, found.size(), found.lastModifiedTime().toMillis()));
                } catch (NoSuchFileException e) {
                    // One that was being written.
                }
            }
        }
        return copies;
    }

    private Path place(String object, String tag) {
        byte[] name = Sha256.of((object + "\n" + tag).getBytes(StandardCharsets.UTF_8));
        return folder.resolve(HexFormat.of().formatHex(name));
    }
}
