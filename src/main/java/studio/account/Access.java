package studio.account;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;

/** Which addresses are open and where the cookie is enough. Whatever is not named here needs a token. */
final class Access {

    /** What a browser fetches by itself, beside pictures and streams: a ZIP by its link, an uploaded picture. */
    private static final Pattern LINKED =
            Pattern.compile("/api/gallery/downloads/[A-Za-z0-9_-]{22}|/api/uploads/[0-9a-f]{64}(/thumbnail)?");

    static final String SIGN_IN = "/api/login";

    private Access() {}

    /** Open to everybody: the page itself, sign-in, health, the API's description, the practice upstream (which has a door of its own). */
    static boolean isPublic(String path) {
        if (path.equals("/") || path.equals("/webui") || path.equals("/favicon.ico") || path.equals(SIGN_IN)) {
            return true;
        }
        // Forms that servers read in different ways are never public.
        boolean plain =
                path.indexOf(';') < 0 && path.indexOf('%') < 0 && !path.contains("..") && path.indexOf('\\') < 0;
        return path.equals("/q/openapi")
                || path.equals("/q/health")
                || (plain
                        && (path.startsWith("/q/health/")
                                || path.startsWith("/webui/")
                                || path.startsWith("/sandbox/")));
    }

    /** Pictures, unfinished ones too, downloads by link and event streams, and only to read them. */
    static boolean cookieIsEnough(HttpServerRequest request, String path) {
        boolean reads = HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
        boolean stream = path.startsWith("/api/") && path.endsWith("/events");
        boolean unfinished = path.startsWith("/api/generate/task/") && path.contains("/partials/");
        return reads
                && (path.startsWith("/gallery/")
                        || stream
                        || unfinished
                        || LINKED.matcher(path).matches());
    }
}
