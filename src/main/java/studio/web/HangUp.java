package studio.web;

import io.quarkus.logging.LoggingFilter;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/** Keeps clients that hang up out of the log, since libraries report them as errors. */
@LoggingFilter(name = "hang-up")
public final class HangUp implements Filter {

    @Override
    public boolean isLoggable(LogRecord logged) {
        String logger = logged.getLoggerName();
        // Our own lines about a broken connection are about an upstream's, and matter.
        boolean ours = logger != null && logger.startsWith("studio.");
        return ours || !isBehind(logged.getThrown());
    }

    /** Whether the failure or one of its causes is a connection that the other end closed or reset. */
    static boolean isBehind(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isOne(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOne(Throwable cause) {
        String message = cause instanceof IOException ? String.valueOf(cause.getMessage()) : "";
        return cause instanceof HttpClosedException
                || cause instanceof ClosedChannelException
                || message.startsWith("Broken pipe")
                || message.startsWith("Connection reset");
    }
}
