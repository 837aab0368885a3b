package studio.web;

import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/** Recognizes the failures that a connection leaves when its other end has gone. */
public final class HangUp {
    private HangUp() {}

    /** Whether the failure or one of its causes is a connection that the other end closed or reset. */
    public static boolean isBehind(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
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
