package studio.diagnosis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import studio.files.AtomicFiles;
import studio.files.DiskSpace;
import studio.settings.FolderSettings;
import studio.storage.DatabaseFile;

/** Room and permissions of the folders, and whether the database file in them is sound. */
public final class DiskChecks {
    /** Below this a paid picture might find no room. */
    private static final long TOO_LITTLE = 256L << 20;

    private static final long LITTLE = 2L << 30;
    private static final long FEW_FILES = 10_000;
    private static final int DF_SECONDS = 3;

    /** Device, all, used, free: {@code /dev/sda1 6553600 412345 6141255 7% /}; a dash or nought where there is no limit. */
    private static final Pattern DF_LINE = Pattern.compile("\\s(\\d+)\\s+\\d+\\s+(\\d+)\\s+\\S+\\s+/");

    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private static final Logger LOG = Logger.getLogger(DiskChecks.class);

    private final FolderSettings folders;
    private final AtomicBoolean databaseInHand = new AtomicBoolean();

    public DiskChecks(FolderSettings folders) {
        this.folders = folders;
    }

    /** Whether there is room for more pictures. */
    Finding space() throws IOException {
        long free = DiskSpace.usable(written());
        if (free < TOO_LITTLE) {
            return Finding.fail("diagnosis.disk_nearly_full", readable(free));
        }
        return free < LITTLE
                ? Finding.warn("diagnosis.disk_low", readable(free))
                : Finding.ok("diagnosis.disk_free", readable(free));
    }

    /** Whether the file system can take more files (inodes): each picture is three. Java cannot ask for that, {@code df} can. */
    Finding files() throws IOException, InterruptedException {
        long fewest = Long.MAX_VALUE;
        for (Path folder : written()) {
            fewest = Math.min(fewest, freeFiles(folder));
        }
        if (fewest == Long.MAX_VALUE) {
            return Finding.ok("diagnosis.files_unlimited");
        }
        return fewest < FEW_FILES
                ? Finding.warn("diagnosis.files_few", fewest)
                : Finding.ok("diagnosis.files_room", String.format(Locale.ROOT, "%,d", fewest));
    }

    /** Whether the server may write where it must, and no other user of the machine may read keys and pictures. */
    Finding permissions() throws IOException {
        for (Path folder : folders.written()) {
            if (!Files.isWritable(folder)) {
                return Finding.fail("diagnosis.folder_not_writable", shown(folder));
            }
        }
        List<String> open = new ArrayList<>();
        List<Path> all = new ArrayList<>(List.of(folders.configFile(), folders.database()));
        all.addAll(folders.written());
        for (Path path : all) {
            if (Files.exists(path) && seenByOthers(path)) {
                open.add(shown(path));
            }
        }
        if (!open.isEmpty()) {
            return Finding.warn("diagnosis.folder_readable_by_others", String.join(" ", open));
        }
        return Files.isWritable(folders.configFile())
                ? Finding.ok("diagnosis.folders_private")
                : Finding.warn("diagnosis.config_not_writable", shown(folders.configFile()));
    }

    /** Writes, syncs, renames and removes a file in each folder, and compares the free space with {@code MIN_FREE_BYTES}. */
    public Finding writing() throws IOException {
        List<Path> wanted = Stream.concat(
                        folders.written().stream(),
                        Stream.of(folders.configFile().resolveSibling(".")))
                .map(folder -> folder.toAbsolutePath().normalize())
                .toList();
        for (Path folder : wanted) {
            Path there = nearest(folder);
            Path file = there.resolve(".self-test-" + UUID.randomUUID());
            try {
                AtomicFiles.write(file, new byte[] {1});
            } catch (IOException e) {
                throw new IOException(there + " cannot be written: " + e, e);
            } finally {
                Files.deleteIfExists(file);
            }
        }
        long free = DiskSpace.usable(wanted.stream().map(DiskChecks::nearest).toArray(Path[]::new));
        return free < folders.minFreeBytes()
                ? Finding.fail("problem.disk_full", folders.minFreeBytes() >> 20)
                : Finding.ok("diagnosis.folders_written", wanted, readable(free));
    }

    /**
     * Whether the database file is sound. It is read as a whole, so only one look at a time is taken.
     *
     * @param product of the database, for example {@code SQLite 3.54.1}
     */
    public Finding database(Supplier<String> product) {
        Path path = folders.database();
        if (!Files.exists(path)) {
            return Finding.ok("diagnosis.database_none");
        }
        if (!databaseInHand.compareAndSet(false, true)) {
            return Finding.warn("diagnosis.database_check_running");
        }
        try {
            DatabaseFile file = new DatabaseFile(path);
            List<String> faults = file.faults();
            if (!faults.isEmpty()) {
                return Finding.fail("diagnosis.database_damaged", faults.getFirst());
            }
            int schema = file.schema();
            return schema > DatabaseFile.SCHEMA
                    ? Finding.fail("storage.schema_newer", path, schema)
                    : Finding.ok("diagnosis.database_sound", product.get());
        } catch (IOException e) {
            LOG.warn("The database could not be examined", e);
            return Finding.warn("diagnosis.database_busy");
        } finally {
            databaseInHand.set(false);
        }
    }

    private Path[] written() {
        return folders.written().toArray(Path[]::new);
    }

    /** As people read it: GB from one of them on. */
    static String readable(long bytes) {
        return bytes >= 1L << 30
                ? String.format(Locale.ROOT, "%.1f GB", bytes / (double) (1L << 30))
                : (bytes >> 20) + " MB";
    }

    /** {@link Long#MAX_VALUE} when there is no limit or it cannot be known. */
    static long freeFiles(String df) {
        Matcher line = DF_LINE.matcher(df);
        return line.find() && Long.parseLong(line.group(1)) > 0 ? Long.parseLong(line.group(2)) : Long.MAX_VALUE;
    }

    private static long freeFiles(Path folder) throws IOException, InterruptedException {
        Process df;
        try {
            df = new ProcessBuilder("df", "-Pi", shown(folder))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            // A small container without the program.
            return Long.MAX_VALUE;
        }
        try {
            return df.waitFor(DF_SECONDS, TimeUnit.SECONDS)
                    ? freeFiles(new String(df.getInputStream().readNBytes(4096), StandardCharsets.UTF_8))
                    : Long.MAX_VALUE;
        } finally {
            df.destroyForcibly();
        }
    }

    private static boolean seenByOthers(Path path) throws IOException {
        try {
            return Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains);
        } catch (UnsupportedOperationException e) {
            // A file system without owners.
            return false;
        }
    }

    private static String shown(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    /** The folder itself, or the one that the first start would make it in. */
    private static Path nearest(Path folder) {
        Path above = folder.getParent();
        return Files.exists(folder) || above == null ? folder : nearest(above);
    }
}
