package studio.web;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** The id that ties an answer ({@code x-request-id}) to its log lines. */
public final class RequestId {
    /** The name in the log's context (MDC); work that goes on after the request puts its id there itself. */
    public static final String KEY = "requestId";

    public static final String HEADER = "x-request-id";
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._-]{8,64}");
    /** The smallest number of ten digits in base 36. */
    private static final long TEN_DIGITS = 101_559_956_668_416L;

    private RequestId() {}

    /** The id of the request that the calling thread works for, null outside of one. */
    public static @Nullable String current() {
        return MDC.get(KEY) instanceof String id ? id : null;
    }

    /** The id of this request, on any thread. */
    public static @Nullable String of(RoutingContext routing) {
        return routing.get(KEY);
    }

    /** Keeps a sensible id that the client or a proxy sent, and makes one otherwise. */
    public static String choose(@Nullable String sent) {
        if (sent != null && VALID.matcher(sent).matches()) {
            return sent;
        }
        return Long.toString(ThreadLocalRandom.current().nextLong(TEN_DIGITS, 36 * TEN_DIGITS), 36);
    }
}
