package studio.relay;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.relay.SqlDesks.Address;
import studio.storage.DatabaseSettings;
import studio.web.RequestId;
import studio.web.Trust;

/**
 * Lets any instance take requests of what is sent in many parts and put together in one process: imports, and checks of a backup. The
 * instance that has {@link SqlDesks the desk} answers; the others pass the request on to it, body and answer, with the caller's own
 * token, by which it decides again. Without other instances there is no such route.
 */
@Singleton
class PassOn {
    private static final Logger LOG = Logger.getLogger(PassOn.class);

    /** After the database is open, and before requests come. */
    private static final int EARLY = 1500;

    /** Before JAX-RS, after authorization and limits. */
    private static final int BEFORE_RESOURCES = -1;

    /** In what was passed on once, so that it never goes on in a circle. */
    private static final String PASSED_ON = "x-studio-passed-on";

    private static final Map<String, String> KINDS = Map.of("/api/imports", "import", "/api/backup/checks", "check");
    private static final Duration CONNECT = Duration.ofSeconds(3);

    /** An instance that works at a part says nothing meanwhile. */
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private static final int CONNECTIONS = 50;
    private static final int HTTP = 80;

    /** Of this hop alone (RFC 9110, 7.6.1), or decided anew. */
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "host",
            "accept-encoding",
            PASSED_ON,
            RequestId.HEADER);

    private static final List<String> ANSWERED = List.of("Content-Type", "Content-Language", "Vary", "Retry-After");

    private final boolean shared;
    private final Supplier<SqlDesks> desks;
    private final Vertx vertx;
    private volatile @Nullable HttpClient client;

    /** @param desks made when they are first needed: routes are there before the database is */
    @Inject
    PassOn(DatabaseSettings settings, Instance<SqlDesks> desks, Vertx vertx) {
        this(settings.url().isPresent(), desks::get, vertx);
    }

    PassOn(boolean shared, Supplier<SqlDesks> desks, Vertx vertx) {
        this.shared = shared;
        this.desks = desks;
        this.vertx = vertx;
    }

    /** What an earlier run of this instance was at is gone, and its address may have changed. */
    void atStart(@Observes @Priority(EARLY) StartupEvent event) {
        if (shared) {
            desks.get().leave();
        }
    }

    void routes(@Observes Router router) {
        if (shared) {
            KINDS.forEach((path, kind) -> {
                router.route(path).order(BEFORE_RESOURCES).handler(routing -> handle(routing, kind));
                router.route(path + "/*").order(BEFORE_RESOURCES).handler(routing -> handle(routing, kind));
            });
        }
    }

    @PreDestroy
    void close() {
        HttpClient made = client;
        if (made != null) {
            Future<Void> unused = made.close();
        }
    }

    private void handle(RoutingContext routing, String kind) {
        if (Trust.of(routing) != Trust.SIGNED_IN || routing.request().headers().contains(PASSED_ON)) {
            routing.next();
            return;
        }
        // What comes of the body until then waits.
        routing.request().pause();
        vertx.executeBlocking(() -> desks.get().elsewhere(kind), false).onComplete(found -> {
            if (found.failed()) {
                routing.fail(found.cause());
            } else {
                go(routing, found.result());
            }
        });
    }

    private void go(RoutingContext routing, Optional<Address> elsewhere) {
        if (elsewhere.isEmpty()) {
            routing.request().resume();
            routing.next();
            return;
        }
        Address to = elsewhere.get();
        send(routing, to)
                .compose(answer -> answer.body().map(body -> {
                    routing.response().setStatusCode(answer.statusCode());
                    routing.response().headers().remove("Content-Encoding");
                    ANSWERED.forEach(name -> {
                        String value = answer.getHeader(name);
                        if (value != null) {
                            routing.response().putHeader(name, value);
                        }
                    });
                    return routing.response().end(body);
                }))
                .onFailure(failure -> {
                    if (!routing.response().ended() && !routing.response().closed()) {
                        LOG.warnf("The instance at %s:%d is not reached: %s", to.host(), to.port(), failure);
                        routing.fail(ProblemException.of(ProblemCode.INSTANCE_UNREACHABLE)
                                .withHeader("Retry-After", "5")
                                .causedBy(failure));
                    }
                });
    }

    private Future<HttpClientResponse> send(RoutingContext routing, Address to) {
        HttpServerRequest request = routing.request();
        // The host stays, so that the other one compares it with the page's origin as this one has.
        HostAndPort host = request.authority();
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setServer(SocketAddress.inetSocketAddress(to.port(), to.host()))
                .setHost(host == null ? to.host() : host.host())
                .setPort(host == null || host.port() < 0 ? HTTP : host.port())
                .setURI(request.uri())
                .setIdleTimeout(SILENCE.toMillis());
        return client().request(options).compose(passed -> {
            request.headers().forEach(header -> {
                if (!NOT_PASSED_ON.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                    passed.headers().add(header.getKey(), header.getValue());
                }
            });
            passed.putHeader(PASSED_ON, "1");
            String id = RequestId.of(routing);
            if (id != null) {
                passed.putHeader(RequestId.HEADER, id);
            }
            return body(routing, passed);
        });
    }

    private static Future<HttpClientResponse> body(RoutingContext routing, HttpClientRequest passed) {
        HttpServerRequest request = routing.request();
        boolean hasBody = request.getHeader("Transfer-Encoding") != null
                || !"0"
                        .equals(Optional.ofNullable(request.getHeader("Content-Length"))
                                .orElse("0"));
        if (!hasBody) {
            request.resume();
            return passed.send();
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            routing.response().writeContinue();
        }
        return passed.send(request);
    }

    private synchronized HttpClient client() {
        HttpClient made = client;
        if (made == null) {
            // No connection is kept: one that an instance has just closed would fail a request that cannot be repeated.
            made = vertx.createHttpClient(new HttpClientOptions()
                    .setKeepAlive(false)
                    .setMaxPoolSize(CONNECTIONS)
                    .setConnectTimeout((int) CONNECT.toMillis()));
            client = made;
        }
        return made;
    }
}
