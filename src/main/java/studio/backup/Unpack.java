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
    private static final long MOST_FILES = 6_000_000;

    private static final int BUFFER = 1 << 16;
    private static final long MOST_CONFIG = 32L << 20;

    /** What the machine keeps for itself whatever is unpacked. */
    private static final long RESERVE = 64L << 20;

    private final Swap.Staging staging;
    private long files;
    private long bytes;

    Unpack(Swap.Staging staging) {
        this.staging = staging;
    }

    /** What was unpacked. */
    record Unpacked(Manifest manifest, long files, long bytes) {}

    Unpacked from(InputStream in) throws IOException, BackupException {
        try {
            ArchiveReader archive = new ArchiveReader(in);
            Path sumsFile = staging.sums();
            Manifest manifest;
            OwnerOnly.createFile(sumsFile);
            try (OutputStream sums = new BufferedOutputStream(new FileOutputStream(sumsFile.toFile()))) {
                manifest = manifest(archive, sums);
                String last = entries(archive, sums);
                if (!last.equals(ArchiveNames.SUMS)) {
                    throw cutOff(null);
                }
            }
            compare(archive, sumsFile);
            if (archive.next() != null) {
                throw ArchiveReader.damaged(null);
            }
            return new Unpacked(manifest, files, bytes);
        } catch (EOFException e) {
            throw cutOff(e);
        }
    }

    private Manifest manifest(ArchiveReader archive, OutputStream sums) throws IOException, BackupException {
        ArchiveReader.Entry first = archive.next();
        if (first == null || !first.name().equals(ArchiveNames.MANIFEST) || first.size() > Manifest.MOST_BYTES) {
            throw ArchiveReader.damaged(null);
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        copy(archive, first, content, sums);
        Manifest manifest;
        try {
            manifest = Manifest.parse(content.toByteArray());
        } catch (IOException e) {
            throw ArchiveReader.damaged(e);
        }
        if (manifest.format() != Manifest.FORMAT) {
            throw new BackupException(Message.of("backup.other_format", manifest.format(), manifest.product()));
        }
        if (manifest.schema() > DatabaseFile.SCHEMA) {
            throw new BackupException(Message.of("backup.newer_version", manifest.product(), manifest.schema()));
        }
        return manifest;
    }

    /** Unpacks up to the list of digests; returns the name of the entry that ended this. */
    private String entries(ArchiveReader archive, OutputStream sums) throws IOException, BackupException {
        while (true) {
            ArchiveReader.Entry entry = archive.next();
            if (entry == null || entry.name().equals(ArchiveNames.SUMS)) {
                return entry == null ? "" : entry.name();
            }
            if (!ArchiveNames.known(entry.name())) {
                throw new BackupException(Message.of("backup.unknown_file", shown(entry.name())));
            }
            unpack(archive, entry, sums);
        }
    }

    private void unpack(ArchiveReader archive, ArchiveReader.Entry entry, OutputStream sums)
            throws IOException, BackupException {
        Path target = staging.place(entry.name());
        if (files >= MOST_FILES || (entry.name().equals(ArchiveNames.CONFIG) && entry.size() > MOST_CONFIG)) {
            throw ArchiveReader.damaged(null);
        }
        Path folder = Objects.requireNonNull(target.getParent());
        OwnerOnly.createFolder(folder);
        long free = DiskSpace.of(folder).usable() - RESERVE;
        if (entry.size() > free) {
            throw new BackupException(
                    Message.of("backup.no_space", shown(entry.name()), entry.size(), Math.max(0, free)));
        }
        if (Files.exists(target)) {
            throw new BackupException(Message.of("backup.file_twice", shown(entry.name())));
        }
        OwnerOnly.createFile(target);
        try (FileOutputStream file = new FileOutputStream(target.toFile())) {
            copy(archive, entry, file, sums);
            file.getFD().sync();
        }
    }

    private void copy(ArchiveReader archive, ArchiveReader.Entry entry, OutputStream out, OutputStream sums)
            throws IOException, BackupException {
        MessageDigest digest = Sha256.start();
        byte[] buffer = new byte[BUFFER];
        int read;
        do {
            read = archive.read(buffer);
            digest.update(buffer, 0, read);
            out.write(buffer, 0, read);
        } while (read == BUFFER);
        sums.write((Sha256.hex(digest) + "  " + entry.name() + "\n").getBytes(UTF_8));
        files++;
        bytes += entry.size();
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

    private static BackupException cutOff(@Nullable Throwable cause) {
        return new BackupException(Message.of("backup.cut_off"), cause == null ? new EOFException() : cause);
    }

    private static String shown(String name) {
        String printable = name.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 200 ? printable : WholeText.start(printable, 200) + "…";
    }
}
