package studio.web.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How many connections are served at once ({@code MAX_CONNECTIONS}). However many come, file descriptors are left for the database,
 * for calls to upstreams and for the pictures that they bring.
 */
public final class Connections {
    static final long MIN = 16;

    /** The jars, the database, and some for each call under way. */
    private static final long LEFT_FOR_FILES = 400;

    private static final Pattern SOFT_LIMIT = Pattern.compile("^Max open files\\s+(\\d{1,18})\\s");
    private static final Path LIMITS = Path.of("/proc/self/limits");

    private Connections() {}

    /** The number that is asked for, or as many as the system's limit on open files leaves. */
    public static long max(long asked) {
        return within(asked, openFiles());
    }

    static long within(long asked, long openFiles) {
        return Math.max(MIN, Math.min(asked, openFiles - LEFT_FOR_FILES));
    }

    /** As the system counts now; a JVM has raised it to what is allowed. */
    private static long openFiles() {
        try (Stream<String> lines = Files.lines(LIMITS)) {
            return lines.map(SOFT_LIMIT::matcher)
                    .filter(Matcher::find)
                    .mapToLong(found -> Long.parseLong(found.group(1)))
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException notLinux) {
            // Other systems do not report a limit; the configured number stands.
            return Long.MAX_VALUE;
        }
    }
}
