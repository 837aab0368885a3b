import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process has used since its start, as {@code /proc} reports it (Linux, proc_pid_stat(5) and proc_pid_io(5)).
 *
 * @param cpuMillis processor time, user and system, in steps of 10 ms
 * @param switches how often a thread that is still alive had to wait
 * @param calls system calls that read or wrote
 * @param kilobytes written to disk
 */
record Cost(double cpuMillis, double switches, double calls, double kilobytes) {
    static Cost of(long pid) throws IOException {
        Path process = Path.of("/proc/" + pid);
        String stat = Files.readString(process.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        double cpu = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10.0;
        long switches = 0;
        try (Stream<Path> threads = Files.list(process.resolve("task"))) {
            for (Path thread : threads.toList()) {
                try {
                    switches += number(thread.resolve("status"), "voluntary_ctxt_switches");
                } catch (NoSuchFileException e) {
                    // The thread has ended meanwhile.
                }
            }
        }
        Path io = process.resolve("io");
        return new Cost(cpu, switches, number(io, "syscr") + number(io, "syscw"), number(io, "write_bytes") / 1024.0);
    }

    Cost since(Cost before) {
        return new Cost(
                cpuMillis - before.cpuMillis,
                switches - before.switches,
                calls - before.calls,
                kilobytes - before.kilobytes);
    }

    /** Resident now. */
    static double resident(long pid) throws IOException {
        return number(Path.of("/proc/" + pid + "/status"), "VmRSS") / 1024.0;
    }

    /** The most that was resident since the start, or since {@link #forgetPeak}. */
    static double peak(long pid) throws IOException {
        return number(Path.of("/proc/" + pid + "/status"), "VmHWM") / 1024.0;
    }

    static void forgetPeak(long pid) throws IOException {
        Files.writeString(Path.of("/proc/" + pid + "/clear_refs"), "5");
    }

    /** Threads of the operating system ({@code task}), or files, sockets and pipes ({@code fd}). */
    static int count(long pid, String what) throws IOException {
        try (Stream<Path> some = Files.list(Path.of("/proc/" + pid, what))) {
            return (int) some.count();
        }
    }

    private static long number(Path file, String line) throws IOException {
        for (String text : Files.readAllLines(file)) {
            if (text.startsWith(line + ":")) {
                return Long.parseLong(text.replaceAll("[^0-9]", ""));
            }
        }
        throw new NoSuchFileException(file + ": " + line);
    }
}
