package studio.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.problem.ProblemException;
import studio.storage.Dialect;
import studio.storage.PostgresAddress;
import studio.storage.RealDatabase;
import studio.web.Trust;

/** Two instances over real sockets: whichever is asked, the one with the desk answers. */
class PassOnTest {
    private static final String IMPORTS = "/api/imports";

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient browser = HttpClient.newHttpClient();
    private RealDatabase real;
    private RealDatabase beside;
    private Server one;
    private Server other;

    @BeforeEach
    void open() {
        real = RealDatabase.in(folder, Dialect.POSTGRESQL);
        beside = RealDatabase.beside(real, elsewhere);
        one = new Server("one", real);
        other = new Server("other", beside);
    }

    @AfterEach
    void close() throws Exception {
        browser.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
        beside.close();
        real.close();
    }

    @Test
    void theFirstInstanceThatIsAskedAnswersWhicheverIsAskedLater() throws Exception {
        assertThat(get(one, IMPORTS).body()).isEqualTo("one GET /api/imports ");
        HttpResponse<String> part = browser.send(
                to(other, IMPORTS + "/i/files?name=%E6%B9%96.png&size=5")
                        .PUT(BodyPublishers.ofString("bytes"))
                        .header("Authorization", "Bearer mine")
                        .header("Accept-Language", "zh")
                        .build(),
                BodyHandlers.ofString());
        assertThat(part.statusCode()).isEqualTo(202);
        assertThat(part.body()).isEqualTo("one PUT /api/imports/i/files?name=%E6%B9%96.png&size=5 bytes");
        assertThat(part.headers().firstValue("Content-Language")).contains("zh");
        assertThat(one.seen.getLast())
                .containsIgnoringCase("Authorization=Bearer mine")
                .containsIgnoringCase("Host=127.0.0.1:" + other.port());
        assertThat(other.seen).isEmpty();
        assertThat(get(other, "/api/backup/checks/c").body())
                .as("each kind has its own")
                .startsWith("other");
        assertThat(get(one, "/api/backup/checks/c").body()).startsWith("other");
    }

    @Test
    void aLargeBodyArrivesWhole() throws Exception {
        assertThat(get(one, IMPORTS).statusCode()).isEqualTo(202);
        byte[] large = new byte[20 << 20];
        HttpResponse<String> part = browser.send(
                to(other, IMPORTS + "/i/count")
                        .PUT(BodyPublishers.ofByteArray(large))
                        .build(),
                BodyHandlers.ofString());
        assertThat(part.body()).isEqualTo("one counted " + large.length);
    }

    @Test
    void anotherInstanceTakesTheDeskOfOneThatHasLeftAndGivesItUpAtItsOwnStart() throws Exception {
        assertThat(get(one, IMPORTS).body()).startsWith("one");
        int unused = real.database()
                .update(handle -> handle.execute(
                        "DELETE FROM instance WHERE id = ?", real.instances().own()));
        assertThat(get(other, IMPORTS).body()).startsWith("other");
        assertThat(get(one, IMPORTS).body()).startsWith("other");
        other.desks.leave();
        assertThat(get(one, IMPORTS).body()).startsWith("one");
    }

    @Test
    void oneThatIsNotReachedIsNamedAsTheReasonAndNothingGoesRound() throws Exception {
        assertThat(get(one, IMPORTS).body()).startsWith("one");
        one.http.close().toCompletionStage().toCompletableFuture().get();
        HttpResponse<String> answer = get(other, IMPORTS);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("instance_unreachable");
        HttpResponse<String> passed = browser.send(
                to(other, IMPORTS).header("x-studio-passed-on", "1").build(), BodyHandlers.ofString());
        assertThat(passed.body()).startsWith("other");
    }

    @Test
    void aStrangersRequestIsPassedOnToNobody() throws Exception {
        assertThat(get(one, IMPORTS).body()).startsWith("one");
        HttpResponse<String> answer =
                browser.send(to(other, IMPORTS).header("stranger", "1").build(), BodyHandlers.ofString());
        assertThat(answer.body()).startsWith("other");
    }

    @Test
    void theAddressIsThatTowardsTheDatabaseAndNeverOneOfThisMachineAlone() {
        assertThat(towards("127.0.0.1:5433")).isEmpty();
        assertThat(towards("[::1]")).isEmpty();
        assertThat(towards("nowhere.invalid")).isEmpty();
        assertThat(towards("db:nothing")).isEmpty();
        // Where there is a way to other networks.
        assertThat(towards("192.0.2.1:5432,192.0.2.2:5432").orElse("10.0.0.1")).doesNotStartWith("127.");
        SqlDesks named = new SqlDesks(real.database(), real.instances(), () -> Optional.of("10.1.2.3"), 51130);
        SqlDesks asking = new SqlDesks(beside.database(), beside.instances(), Optional::empty, 51130);
        assertThat(named.elsewhere("another")).isEmpty();
        assertThat(asking.elsewhere("another")).contains(new SqlDesks.Address("10.1.2.3", 51130));
    }

    private static Optional<String> towards(String host) {
        return OwnAddress.towards(PostgresAddress.parse("postgresql://u:p@" + host + "/db"));
    }

    private HttpResponse<String> get(Server server, String path) throws Exception {
        return browser.send(to(server, path).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder to(Server server, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    /** An instance whose resources say who they are. */
    private final class Server {
        private final List<String> seen = new CopyOnWriteArrayList<>();
        private final String name;
        private final HttpServer http;
        private final SqlDesks desks;

        private Server(String name, RealDatabase at) {
            this.name = name;
            Router router = Router.router(vertx);
            http = await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
            desks = new SqlDesks(at.database(), at.instances(), Optional::empty, http.actualPort());
            router.route().order(-100).handler(routing -> {
                if (routing.request().getHeader("stranger") == null) {
                    Trust.SIGNED_IN.grant(routing);
                }
                routing.next();
            });
            router.route().order(-100).failureHandler(Server::fail);
            new PassOn(true, () -> desks, vertx).routes(router);
            router.route().order(1).handler(this::answer);
        }

        private int port() {
            return http.actualPort();
        }

        private void answer(RoutingContext routing) {
            var request = routing.request();
            seen.add(request.headers().entries().toString());
            request.body().onSuccess(body -> routing.response()
                    .setStatusCode(202)
                    .putHeader("Content-Language", String.valueOf(request.getHeader("Accept-Language")))
                    .end(text(request.uri(), body, routing)));
        }

        private String text(String uri, Buffer body, RoutingContext routing) {
            return uri.endsWith("/count")
                    ? name + " counted " + body.length()
                    : name + " " + routing.request().method() + " " + uri + " " + body;
        }

        private static void fail(RoutingContext routing) {
            ProblemException problem = (ProblemException) routing.failure();
            routing.response().setStatusCode(problem.status()).end(problem.code());
        }
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
