package studio.log;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jspecify.annotations.Nullable;
import studio.web.HangUp;
import studio.web.event.EventStream;

/** The last {@code LOG_BUFFER_LIMIT} log lines in memory and their watchers. Puts itself and the redaction into the log manager. */
@Singleton
class LogBuffer extends ExtHandler {
    private static final List<String> ECHOING = List.of("io.netty", "io.vertx", "io.quarkus", "org.jboss.resteasy");

    private final Deque<LogEntry> entries = new ArrayDeque<>();
    private final PatternFormatter message = new PatternFormatter("%s");
    private final Set<EventStream> watchers = ConcurrentHashMap.newKeySet();
    private final int limit;
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private long count;

    LogBuffer(LogSettings settings) {
        this.limit = settings.lines();
        setLevel(Level.ALL);
    }

    /** Before anything with a secret runs. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        Logger root = root();
        for (Handler handler : root.getHandlers()) {
            redact(handler);
        }
        setFilter(new HangUp());
        root.addHandler(this);
    }

    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent event) {
        root().removeHandler(this);
    }

    private static Logger root() {
        return LogContext.getLogContext().getLogger("");
    }

    /** The console, a log file and whatever else was configured write text that left the server's memory. */
    private static void redact(Handler handler) {
        if (handler instanceof ExtHandler parent) {
            for (Handler child : parent.getHandlers()) {
                redact(child);
            }
        }
        // The development page, which production does not have, insists on its own formatter.
        if (handler.getClass().getName().startsWith("io.quarkus.devui.")) {
            return;
        }
        Formatter formatter = handler.getFormatter();
        if (formatter != null && !(formatter instanceof RedactingFormatter)) {
            handler.setFormatter(new RedactingFormatter(ExtFormatter.wrap(formatter, false)));
        }
    }

    @Override
    protected void doPublish(ExtLogRecord logged) {
        if (wouldEcho(logged)) {
            return;
        }
        String text = message.format(logged);
        synchronized (entries) {
            LogEntry entry = LogEntry.of(run + "-" + ++count, text, logged);
            if (entries.size() >= limit) {
                entries.removeFirst();
            }
            entries.addLast(entry);
            watchers.forEach(stream -> send(stream, entry));
        }
    }

    /** Lines about writing to a socket would be written to the watchers' sockets, which makes more of them. */
    private static boolean wouldEcho(LogRecord logged) {
        String logger = logged.getLoggerName();
        return logger != null
                && logged.getLevel().intValue() < Level.INFO.intValue()
                && ECHOING.stream().anyMatch(logger::startsWith);
    }

    /** The newest entries, oldest of them first. */
    List<LogEntry> last(int max) {
        synchronized (entries) {
            return entries.stream().skip(Math.max(0, entries.size() - max)).toList();
        }
    }

    /**
     * Sends every further entry to the stream.
     *
     * @param lastId the last entry that the watcher has: what came after it and is still here comes first. Of an earlier run of
     *     the server: everything that is here. Null: nothing
     */
    void watch(EventStream stream, @Nullable String lastId) {
        synchronized (entries) {
            if (lastId != null) {
                missed(lastId).forEach(entry -> send(stream, entry));
            }
            watchers.add(stream);
        }
        stream.whenClosed(() -> watchers.remove(stream));
    }

    private static void send(EventStream stream, LogEntry entry) {
        stream.send(entry.id(), "log", entry);
    }

    private List<LogEntry> missed(String lastId) {
        int next = entries.stream().map(LogEntry::id).toList().lastIndexOf(lastId) + 1;
        return entries.stream()
                .skip(Math.max(next, entries.size() - EventStream.CAPACITY / 2))
                .toList();
    }

    /** Formats as another formatter does and takes the secrets out of the whole line, the stack trace included. */
    static final class RedactingFormatter extends ExtFormatter.Delegating {
        RedactingFormatter(ExtFormatter plain) {
            super(plain);
        }

        @Override
        public String format(ExtLogRecord logged) {
            return Redaction.redact(super.format(logged));
        }
    }
}
