package studio.web.route;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import studio.files.Sha256;
import studio.web.BasePath;
import studio.web.Failures;
import studio.web.ProblemWriter;

/**
 * Brings people to the page, whose one document is shown under every address of the page. It is built with addresses relative to
 * itself ({@code ./assets/…}); here they become those of this server, because a route such as {@code /webui/gallery/17} would lead
 * them astray. Its scripts find everything else by their own address.
 */
@Singleton
class PageRoutes {
    private static final String FILE = "META-INF/resources/webui/index.html";

    private record Document(Buffer html, String tag) {}

    private final BasePath base;
    private final ProblemWriter problems;
    private volatile @Nullable Document document;

    PageRoutes(BasePath base, ProblemWriter problems) {
        this.base = base;
        this.problems = problems;
    }

    void handle(RoutingContext routing) {
        String path = routing.normalizedPath();
        HttpMethod method = routing.request().method();
        boolean file = path.indexOf('.', path.lastIndexOf('/')) >= 0 && !path.equals("/webui/index.html");
        if (!HttpMethod.GET.equals(method) && !HttpMethod.HEAD.equals(method)) {
            if (path.startsWith(BasePath.PAGE)) {
                problems.write(routing, Failures.ofStatus(405).withHeader("Allow", "GET, HEAD"));
            } else {
                routing.next();
            }
        } else if (path.equals("/") || path.equals("/webui")) {
            routing.response()
                    .setStatusCode(302)
                    .putHeader("Location", base.of(BasePath.PAGE))
                    .end();
        } else if (path.startsWith(BasePath.PAGE) && !file) {
            show(routing);
        } else {
            routing.next();
        }
    }

    /** Goes on to the next handler where the server was built without the page. */
    private void show(RoutingContext routing) {
        Document found = document == null ? read() : document;
        document = found;
        if (found == null) {
            routing.next();
            return;
        }
        HttpServerResponse response = routing.response();
        response.putHeader("ETag", found.tag);
        String known = routing.request().getHeader("If-None-Match");
        if (known != null && (known.contains(found.tag) || known.strip().equals("*"))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("Content-Type", "text/html;charset=UTF-8");
        response.putHeader("Vary", "Accept-Encoding");
        // With compression on, Quarkus marks answers "identity" until a handler decides.
        response.headers().remove("Content-Encoding");
        response.end(found.html);
    }

    private @Nullable Document read() {
        ClassLoader files = Thread.currentThread().getContextClassLoader();
        try (InputStream file = files.getResourceAsStream(FILE)) {
            if (file == null) {
                return null;
            }
            String built = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            byte[] html = built.replace("=\"./", "=\"" + base.of(BasePath.PAGE)).getBytes(StandardCharsets.UTF_8);
            return new Document(Buffer.buffer(html), '"' + HexFormat.of().formatHex(Sha256.of(html), 0, 12) + '"');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
