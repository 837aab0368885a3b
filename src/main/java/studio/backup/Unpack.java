package studio.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.jspecify.annotations.Nullable;
import studio.files.DiskSpace;
import studio.files.OwnerOnly;
import studio.files.Sha256;
import studio.json.WholeText;
import studio.problem.Message;
import studio.storage.DatabaseFile;

/**
 * Unpacks an archive beside what is there and makes sure that every byte is as it was written: the digests of what was
 * unpacked must be, line for line, the list at the archive's end.
 */
final class Unpack {
    /** A million pictures with their small copies, twice. */
    private static final long MAX_FILES = 6_000_000;

    private static final int BUFFER = 1 << 16;
    private static final Pattern PICTURE = Pattern.compile("gallery/(\\.trash/)?[^/]+");
    private static final long MAX_CONFIG = 32L << 20;

    /** What the machine keeps for itself whatever is unpacked. */
    private static final long RESERVE = 64L << 20;

    private final Swap.@Nullable Staging staging;
    private final Path sumsFile;
    private long files;
    private long bytes;
    private long pictures;
    private boolean database;

    Unpack(Swap.Staging staging) {
        this(staging, staging.sums());
    }

    private Unpack(Swap.@Nullable Staging staging, Path sumsFile) {
        this.staging = staging;
        this.sumsFile = sumsFile;
    }

    /**
     * One that reads and compares and unpacks nothing.
     *
     * @param sumsFile made here, for the digests
     */
    static Unpack readOnly(Path sumsFile) {
        return new Unpack(null, sumsFile);
    }

    Unpacked from(InputStream in) throws IOException, BackupException {
        try {
            ArchiveReader archive = new ArchiveReader(in);
            Archive.Manifest manifest;
            OwnerOnly.createFile(sumsFile);
            try (OutputStream sums = new BufferedOutputStream(new FileOutputStream(sumsFile.toFile()))) {
                manifest = manifest(archive, sums);
                TarArchiveEntry entry = next(archive);
                while (!entry.getName().equals(Archive.SUMS)) {
                    unpack(archive, entry, sums);
                    entry = next(archive);
                }
            }
            compare(archive, sumsFile);
            if (archive.next() != null) {
                throw ArchiveReader.damaged(null);
            }
            if (staging == null && !database) {
                throw new BackupException(Message.of("backup.database_damaged"));
            }
            return new Unpacked(manifest, files, bytes, pictures);
        } catch (EOFException e) {
            throw new BackupException(Message.of("backup.cut_off"), e);
        }
    }

    private static TarArchiveEntry next(ArchiveReader archive) throws IOException, BackupException {
        TarArchiveEntry entry = archive.next();
        if (entry == null) {
            throw new EOFException("no list of digests");
        }
        return entry;
    }

    private Archive.Manifest manifest(ArchiveReader archive, OutputStream sums) throws IOException, BackupException {
        TarArchiveEntry first = archive.next();
        if (first == null
                || !first.getName().equals(Archive.MANIFEST)
                || first.getSize() > Archive.Manifest.MAX_BYTES) {
            throw ArchiveReader.damaged(null);
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        copy(archive, first, content, sums);
        Archive.Manifest manifest;
        try {
            manifest = Archive.Manifest.parse(content.toByteArray());
        } catch (IOException e) {
            throw ArchiveReader.damaged(e);
        }
        if (manifest.format() < Archive.FORMAT || manifest.format() > Archive.ROWS_FORMAT) {
            throw new BackupException(Message.of("backup.other_format", manifest.format(), manifest.product()));
        }
        if (manifest.schema() > DatabaseFile.SCHEMA) {
            throw new BackupException(Message.of("backup.newer_version", manifest.product(), manifest.schema()));
        }
        return manifest;
    }

    private void unpack(ArchiveReader archive, TarArchiveEntry entry, OutputStream sums)
            throws IOException, BackupException {
        String name = entry.getName();
        if (!Archive.known(name)) {
            throw new BackupException(Message.of("backup.unknown_file", shown(name)));
        }
        if (files >= MAX_FILES || (name.equals(Archive.CONFIG) && entry.getSize() > MAX_CONFIG)) {
            throw ArchiveReader.damaged(null);
        }
        database |= name.equals(Archive.DATABASE) || name.startsWith(Archive.ROWS);
        pictures += PICTURE.matcher(name).matches() ? 1 : 0;
        if (staging == null) {
            copy(archive, entry, OutputStream.nullOutputStream(), sums);
        } else {
            unpack(archive, entry, staging.place(name), sums);
        }
    }

    private void unpack(ArchiveReader archive, TarArchiveEntry entry, Path target, OutputStream sums)
            throws IOException, BackupException {
        String name = entry.getName();
        Path folder = Objects.requireNonNull(target.getParent());
        OwnerOnly.createFolder(folder);
        long free = DiskSpace.usable(folder) - RESERVE;
        if (entry.getSize() > free) {
            throw new BackupException(Message.of("backup.no_space", shown(name), entry.getSize(), Math.max(0, free)));
        }
        if (Files.exists(target)) {
            throw new BackupException(Message.of("backup.file_twice", shown(name)));
        }
        OwnerOnly.createFile(target);
        try (FileOutputStream file = new FileOutputStream(target.toFile())) {
            copy(archive, entry, file, sums);
            file.getFD().sync();
        }
    }

    private void copy(ArchiveReader archive, TarArchiveEntry entry, OutputStream out, OutputStream sums)
            throws IOException, BackupException {
        MessageDigest digest = Sha256.start();
        byte[] buffer = new byte[BUFFER];
        int read;
        do {
            read = archive.read(buffer);
            digest.update(buffer, 0, read);
            out.write(buffer, 0, read);
        } while (read == BUFFER);
        sums.write((Sha256.hex(digest) + "  " + entry.getName() + "\n").getBytes(UTF_8));
        files++;
        bytes += entry.getSize();
    }

    private static void compare(ArchiveReader archive, Path sumsFile) throws IOException, BackupException {
        byte[] written = new byte[BUFFER];
        byte[] found = new byte[BUFFER];
        try (InputStream sums = Files.newInputStream(sumsFile)) {
            int read;
            do {
                read = archive.read(written);
                int same = sums.readNBytes(found, 0, BUFFER);
                if (!Arrays.equals(written, 0, read, found, 0, same)) {
                    throw new BackupException(Message.of("backup.digest_mismatch"));
                }
            } while (read == BUFFER);
        }
    }

    private static String shown(String name) {
        String printable = name.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 200 ? printable : WholeText.start(printable, 200) + "…";
    }
}
