package studio.log;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import studio.web.HangUp;

/** Keeps clients that hang up out of the log: libraries report them as errors, and they are everyday life. */
@LoggingFilter(name = "hang-up")
public final class HangUpFilter implements Filter {

    @Override
    public boolean isLoggable(LogRecord logged) {
        String logger = logged.getLoggerName();
        // Our own lines about a broken connection are about an upstream's, and matter.
        boolean ours = logger != null && logger.startsWith("studio.");
        return ours || !HangUp.isBehind(logged.getThrown());
    }
}
