package studio.imaging.decode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory that decoders outside the heap may take without {@code IMAGE_MEMORY}: what the heap at its largest and the rest of
 * the process leave of its control group's limit or the machine's memory.
 */
public final class DecodeMemory {
    /**
     * A constant of the build: native-image initialises this class while it builds, where the property is set, and so leaves
     * out the branch that would pull all of AWT into the executable.
     */
    public static final boolean NATIVE_IMAGE = System.getProperty("org.graalvm.nativeimage.imagecode") != null;

    private static final long MEGABYTE = 1 << 20;
    private static final long MIN = 48 * MEGABYTE;
    private static final long MAX = 1024 * MEGABYTE;
    /** Code, threads and database of an executable, or of a JVM with its classes and compiled code. */
    private static final long REST = (NATIVE_IMAGE ? 96 : 144) * MEGABYTE;
    /** Where the system reports none. */
    private static final long USUAL = 2048 * MEGABYTE;

    private static final Pattern TOTAL = Pattern.compile("^MemTotal:\\s+(\\d{1,15}) kB");

    private DecodeMemory() {}

    /** In bytes. */
    public static long available() {
        return left(limit(Path.of("/")), Runtime.getRuntime().maxMemory(), REST);
    }

    static long left(long limit, long heap, long rest) {
        return Math.clamp(limit - heap - rest, MIN, MAX);
    }

    /** The minimum of the machine's memory and the limits of the process's control groups (versions 1 and 2) below a root. */
    static long limit(Path root) {
        long limit = USUAL;
        for (String line : lines(root.resolve("proc/meminfo"))) {
            Matcher total = TOTAL.matcher(line);
            if (total.find()) {
                limit = Long.parseLong(total.group(1)) * 1024;
            }
        }
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && parts[1].isEmpty()) {
                limit = Math.min(limit, group(root.resolve("sys/fs/cgroup"), parts[2], "memory.max"));
            } else if (parts.length == 3 && List.of(parts[1].split(",", -1)).contains("memory")) {
                limit = Math.min(limit, group(root.resolve("sys/fs/cgroup/memory"), parts[2], "memory.limit_in_bytes"));
            }
        }
        return limit;
    }

    /** A group is bound by those above it as well. In a container its own folder may not be visible; then the top one is its own. */
    private static long group(Path mount, String path, String file) {
        long limit = number(mount.resolve(file));
        Path folder = mount.resolve("./" + path).normalize();
        for (; folder != null && folder.startsWith(mount); folder = folder.getParent()) {
            limit = Math.min(limit, number(folder.resolve(file)));
        }
        return limit;
    }

    private static long number(Path file) {
        String number = lines(file).stream().findFirst().orElse("");
        return number.matches("\\d{1,18}") ? Long.parseLong(number) : Long.MAX_VALUE;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
