package studio.log;

import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jspecify.annotations.Nullable;
import studio.web.event.EventStream;

/** The last {@code LOG_BUFFER_LIMIT} log lines in memory, and those who watch them come. */
@Singleton
class LogBuffer extends ExtHandler {
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

    @Override
    protected void doPublish(ExtLogRecord logged) {
        if (wouldEcho(logged)) {
            return;
        }
        String words = message.format(logged);
        synchronized (entries) {
            LogEntry entry = LogEntry.of(run + "-" + ++count, words, logged);
            if (entries.size() >= limit) {
                entries.removeFirst();
            }
            entries.addLast(entry);
            watchers.forEach(stream -> send(stream, entry));
        }
    }

    /** Lines about writing to a socket, kept, would be written to the watchers' sockets, and so on for ever. */
    private static boolean wouldEcho(LogRecord logged) {
        String logger = logged.getLoggerName();
        return logger != null
                && logged.getLevel().intValue() < Level.INFO.intValue()
                && (logger.startsWith("io.netty")
                        || logger.startsWith("io.vertx")
                        || logger.startsWith("io.quarkus")
                        || logger.startsWith("org.jboss.resteasy"));
    }

    /** The newest entries, oldest of them first. */
    List<LogEntry> last(int most) {
        synchronized (entries) {
            return entries.stream().skip(Math.max(0, entries.size() - most)).toList();
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
        List<LogEntry> missed = new ArrayList<>();
        for (LogEntry entry : entries) {
            if (entry.id().equals(lastId)) {
                missed.clear();
            } else {
                missed.add(entry);
            }
        }
        int most = EventStream.CAPACITY / 2;
        return missed.size() <= most ? missed : missed.subList(missed.size() - most, missed.size());
    }
}
