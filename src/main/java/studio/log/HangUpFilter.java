package studio.log;

import io.quarkus.logging.LoggingFilter;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/** Keeps clients that hang up out of the log: libraries report them as errors, and they are everyday life. */
@LoggingFilter(name = "hang-up")
public final class HangUpFilter implements Filter {

    @Override
    public boolean isLoggable(LogRecord logged) {
        String logger = logged.getLoggerName();
        // Our own lines about a broken connection are about an upstream's, and matter.
        boolean ours = logger != null && logger.startsWith("studio.");
        return ours || !hungUp(logged.getThrown());
    }

    private static boolean hungUp(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpClosedException || cause instanceof ClosedChannelException) {
                return true;
            }
            String message = cause instanceof IOException ? cause.getMessage() : null;
            if (message != null && (message.startsWith("Broken pipe") || message.startsWith("Connection reset"))) {
                return true;
            }
        }
        return false;
    }
}
