package studio.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jspecify.annotations.Nullable;
import studio.json.WholeText;
import studio.web.RequestId;

/** Turns a record of the log manager into an entry that is short and holds no secret. */
final class LogEntries {
    private static final int LONGEST_MESSAGE = 4000;
    /** What is looked at of a message; far above what is kept, so that a secret is never cut before it is seen. */
    private static final int LONGEST_INPUT = 64_000;

    private static final int LONGEST_DETAIL = 500;
    private static final int MOST_FRAMES = 8;
    private static final int MOST_CAUSES = 3;
    private static final int MOST_CONTEXT = 8;
    private static final String OURS = "studio.";

    private LogEntries() {}

    static LogEntry of(String id, String message, ExtLogRecord logged) {
        return new LogEntry(
                id,
                logged.getInstant(),
                level(logged.getLevel().intValue()),
                scope(logged.getLoggerName()),
                clean(message, LONGEST_MESSAGE),
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
            if (!key.equals(RequestId.KEY) && extra.size() < MOST_CONTEXT) {
                extra.put(key, clean(value, LONGEST_DETAIL));
            }
        });
        if (logged.getThrown() != null) {
            extra.put("exception", exception(logged.getThrown(), MOST_CAUSES));
        }
        return extra.isEmpty() ? null : extra;
    }

    private static Map<String, Object> exception(Throwable thrown, int causes) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("type", thrown.getClass().getName());
        if (thrown.getMessage() != null) {
            told.put("message", clean(thrown.getMessage(), LONGEST_DETAIL));
        }
        StackTraceElement[] trace = thrown.getStackTrace();
        List<String> frames = new ArrayList<>();
        for (int i = 0; i < Math.min(trace.length, MOST_FRAMES); i++) {
            frames.add(trace[i].toString());
        }
        told.put("frames", frames);
        if (thrown.getCause() != null && causes > 0) {
            told.put("cause", exception(thrown.getCause(), causes - 1));
        }
        return told;
    }

    private static String clean(String text, int most) {
        String seen = WholeText.of(WholeText.start(text, LONGEST_INPUT));
        String clean = Redaction.redact(seen);
        return clean.length() <= most
                ? clean
                : WholeText.start(clean, most) + String.format(Locale.ROOT, "… (%d characters)", text.length());
    }
}
