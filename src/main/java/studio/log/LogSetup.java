package studio.log;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import studio.web.HangUp;

/** Puts the ring and the redaction into the log manager before anything with a secret runs. */
@Singleton
class LogSetup {
    private final LogBuffer buffer;

    LogSetup(LogBuffer buffer) {
        this.buffer = buffer;
    }

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        Logger root = root();
        for (Handler handler : root.getHandlers()) {
            redact(handler);
        }
        buffer.setFilter(new HangUp());
        root.addHandler(buffer);
    }

    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent event) {
        root().removeHandler(buffer);
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
