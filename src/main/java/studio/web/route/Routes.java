package studio.web.route;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.function.BiConsumer;
import org.jboss.logging.MDC;
import studio.web.BasePath;
import studio.web.Failures;
import studio.web.ProblemWriter;
import studio.web.RequestId;
import studio.web.connection.ConnectionClock;

/**
 * What happens to a request before and after the features: request id and headers first, limits after authentication, the
 * page's routes, and last an answer for unknown addresses.
 */
@Singleton
class Routes {
    // Higher runs first. Quarkus authenticates at 200 and authorizes at 100.
    private static final int ENTRANCE = 20_000;
    private static final int FIRST = 10_000;
    private static final int CROSS_ORIGIN = 300;
    private static final int AFTER_AUTHORIZATION = 50;
    // Routes count the other way. Quarkus serves files at 10,000 and JAX-RS around it.
    private static final int BEFORE_FILES = -1;
    private static final int LAST = 1_000_000;

    /** Fails a request whose authentication fails after all; the framework's own makes ready for that at each request. */
    private static final BiConsumer<RoutingContext, Throwable> FAIL = RoutingContext::fail;

    private final ProblemWriter problems;
    private final AnswerHeaders headers;

    Routes(ProblemWriter problems, AnswerHeaders headers) {
        this.problems = problems;
        this.headers = headers;
    }

    void filters(@Observes Filters filters, BasePath base, CrossOrigin crossOrigin, BodyLimit bodies) {
        filters.register(Routes::withoutNul, ENTRANCE + 1);
        if (!base.isEmpty()) {
            filters.register(base::enter, ENTRANCE);
        }
        filters.register(this::begin, FIRST);
        filters.register(crossOrigin::handle, CROSS_ORIGIN);
        filters.register(
                routing -> {
                    routing.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, FAIL);
                    bodies.check(routing);
                },
                AFTER_AUTHORIZATION);
    }

    void routes(@Observes Router router, PageRoutes page, ApiDocument document) {
        router.route().order(-FIRST).failureHandler(this::fail);
        router.route().order(BEFORE_FILES).handler(page::handle);
        router.route(ApiDocument.PATH).order(BEFORE_FILES).handler(document::handle);
        // JAX-RS answers 404 itself; this is for what it leaves to the routes after it.
        router.route().order(LAST).handler(routing -> problems.write(routing, Failures.ofStatus(404)));
    }

    /** In an address as in a body ({@link studio.json.WholeText}): later handlers never meet NUL in a path or a parameter. */
    private static void withoutNul(RoutingContext routing) {
        String path = String.valueOf(routing.request().path());
        String query = routing.request().query();
        String address = query == null ? path : path + "?" + query;
        if (address.contains("%00")) {
            routing.reroute(address.replace("%00", "%EF%BF%BD"));
        } else {
            routing.next();
        }
    }

    private void begin(RoutingContext routing) {
        prepare(routing);
        if (hasOneHost(routing.request())) {
            routing.next();
        } else {
            UnreadBody.close(routing);
            problems.write(routing, Failures.ofStatus(400));
        }
    }

    private void prepare(RoutingContext routing) {
        String id = RequestId.of(routing);
        if (id == null) {
            id = RequestId.choose(routing.request().getHeader(RequestId.HEADER));
            routing.put(RequestId.KEY, id);
            MDC.put(RequestId.KEY, id);
            UnreadBody.settle(routing);
            ConnectionClock.serve(routing.request(), () -> stopped(routing));
        }
        // Rerouting takes all headers away again.
        routing.response().putHeader(RequestId.HEADER, id);
        headers.prepare(routing);
    }

    /** The body has stopped arriving. */
    private void stopped(RoutingContext routing) {
        UnreadBody.cut(routing);
        problems.write(routing, Failures.ofStatus(408));
    }

    /** RFC 9112, 3.2: with two, a proxy and this server might see different hosts. */
    private static boolean hasOneHost(HttpServerRequest request) {
        int hosts = request.headers().getAll("Host").size();
        return hosts == 1 || (hosts == 0 && request.version() == HttpVersion.HTTP_1_0);
    }

    private void fail(RoutingContext routing) {
        if (RequestId.of(routing) == null) {
            // Refused before anything has looked at it, such as a request without a host.
            prepare(routing);
            UnreadBody.close(routing);
        }
        Throwable failure = routing.failure();
        int status = routing.statusCode();
        problems.write(
                routing,
                failure == null || (status >= 400 && status < 500) ? Failures.ofStatus(status) : Failures.of(failure));
    }
}
