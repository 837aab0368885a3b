package studio.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jspecify.annotations.Nullable;
import studio.json.WholeText;
import studio.web.RequestId;

/**
 * One line of the log as people see it: short and already redacted.
 *
 * @param id grows with time; starts over with each start of the server
 * @param level {@code debug}, {@code info}, {@code warn} or {@code error}
 * @param scope the part of the server that logged: {@code task}, {@code gallery}, or a library's name
 * @param requestId of the request that the line belongs to, if any
 * @param extra the exception in short, and what else was known, for example {@code taskId}
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LogEntry(
        String id,
        Instant time,

        @Schema(enumeration = {"debug", "info", "warn", "error"})
        String level,

        String scope,
        String message,
        @Nullable String requestId,
        @Nullable Map<String, Object> extra) {

    private static final int MAX_MESSAGE = 4000;
    /** What is looked at of a message; far above what is kept, so that a secret is never cut before it is seen. */
    private static final int MAX_INPUT = 64_000;

    private static final int MAX_DETAIL = 500;
    private static final int MAX_FRAMES = 8;
    private static final int MAX_CAUSES = 3;
    private static final int MAX_CONTEXT = 8;
    private static final String OURS = "studio.";

    static LogEntry of(String id, String message, ExtLogRecord logged) {
        return new LogEntry(
                id,
                logged.getInstant(),
                level(logged.getLevel().intValue()),
                scope(logged.getLoggerName()),
                clean(message, MAX_MESSAGE),
                logged.getMdc(RequestId.KEY),
                extra(logged));
    }

    private static String level(int value) {
        if (value >= Level.ERROR.intValue()) {
            return "error";
        }
        if (value >= Level.WARN.intValue()) {
            return "warn";
        }
        return value >= Level.INFO.intValue() ? "info" : "debug";
    }

    private static String scope(@Nullable String logger) {
        if (logger == null || logger.isEmpty()) {
            return "server";
        }
        if (!logger.startsWith(OURS)) {
            return logger;
        }
        int end = logger.indexOf('.', OURS.length());
        return end < 0 ? "server" : logger.substring(OURS.length(), end);
    }

    private static @Nullable Map<String, Object> extra(ExtLogRecord logged) {
        Map<String, Object> extra = new LinkedHashMap<>();
        logged.getMdcCopy().forEach((key, value) -> {
            if (!key.equals(RequestId.KEY) && extra.size() < MAX_CONTEXT) {
                extra.put(key, clean(value, MAX_DETAIL));
            }
        });
        if (logged.getThrown() != null) {
            extra.put("exception", exception(logged.getThrown(), MAX_CAUSES));
        }
        return extra.isEmpty() ? null : extra;
    }

    private static Map<String, Object> exception(Throwable thrown, int causes) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("type", thrown.getClass().getName());
        if (thrown.getMessage() != null) {
            shown.put("message", clean(thrown.getMessage(), MAX_DETAIL));
        }
        shown.put(
                "frames",
                Arrays.stream(thrown.getStackTrace())
                        .limit(MAX_FRAMES)
                        .map(StackTraceElement::toString)
                        .toList());
        if (thrown.getCause() != null && causes > 0) {
            shown.put("cause", exception(thrown.getCause(), causes - 1));
        }
        return shown;
    }

    private static String clean(String text, int max) {
        String clean = Redaction.redact(WholeText.of(WholeText.start(text, MAX_INPUT)));
        return clean.length() <= max ? clean : WholeText.start(clean, max) + "… (" + text.length() + " characters)";
    }
}
