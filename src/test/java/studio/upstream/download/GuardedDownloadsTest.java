package studio.upstream.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.model.Protocol;
import studio.problem.Language;
import studio.testing.UpstreamDouble;
import studio.upstream.Answer;
import studio.upstream.Connection;
import studio.upstream.Outcome;
import studio.upstream.ProviderScene;
import studio.upstream.TaskExchange;
import studio.upstream.UpstreamException;

class GuardedDownloadsTest {
    private static final byte[] PICTURE = "a picture's bytes".getBytes(StandardCharsets.UTF_8);
    private static final long MAX = 1_000_000;

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final GuardedDownloads downloads = new GuardedDownloads(vertx, Duration.ofMillis(10), MAX, false);
    private final UpstreamDouble host = new UpstreamDouble();

    @AfterEach
    void stop() {
        host.close();
        downloads.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Connection own() {
        return new Connection("c", "l", URI.create(host.base()), "sk-secret-key-123", Protocol.OPENAI_CHAT, "auto");
    }

    private static Connection elsewhere() {
        return new Connection("c", "l", URI.create("https://relay.invalid/api/v1"), "k", Protocol.OPENAI_CHAT, "auto");
    }

    private Answer.RemotePicture at(String path) {
        return Answer.RemotePicture.at("http://127.0.0.1:" + host.port() + path);
    }

    private UpstreamException fails(Answer.RemotePicture picture, Connection connection, TaskExchange exchange) {
        UpstreamException failure =
                catchThrowableOfType(UpstreamException.class, () -> downloads.fetch(picture, connection, exchange));
        assertThat(failure).isNotNull();
        assertThat(folder).isEmptyDirectory();
        return failure;
    }

    private TaskExchange exchange() throws Exception {
        return new TaskExchange(folder, Duration.ofSeconds(20));
    }

    @Test
    void aPictureOfTheUpstreamItselfIsFetchedWithoutTheKey() throws Exception {
        host.then(wire -> wire.answer(200, "text/html", PICTURE));
        Answer.StoredPicture stored = downloads.fetch(at("/a%20b.png?x=1%2B2"), own(), exchange());
        assertThat(Files.readAllBytes(stored.file())).isEqualTo(PICTURE);
        assertThat(stored.bytes()).isEqualTo(PICTURE.length);
        assertThat(host.requests().getFirst().target()).isEqualTo("/a%20b.png?x=1%2B2");
        assertThat(host.requests().getFirst().headers())
                .doesNotContainKeys("authorization", "cookie", "referer")
                .containsEntry("host", "127.0.0.1:" + host.port());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/x",
                "https://localhost/x",
                "https://2130706433/x",
                "https://0x7f000001/x",
                "https://0177.0.0.1/x",
                "https://127.1/x",
                "https://10.1.2.3/x",
                "https://172.20.0.1/x",
                "https://192.168.1.1/x",
                "https://169.254.169.254/latest/meta-data",
                "https://100.100.100.200/x",
                "https://0.0.0.0/x",
                "https://224.0.0.1/x",
                "https://255.255.255.255/x",
                "https://[::1]/x",
                "https://[::]/x",
                "https://[::ffff:127.0.0.1]/x",
                "https://[::ffff:a9fe:a9fe]/x",
                "https://[fd00::1]/x",
                "https://[fe80::1]/x",
                "https://[ff02::1]/x",
                "https://[64:ff9b::7f00:1]/x",
                "https://[2002:7f00:1::]/x",
                "https://[::127.0.0.1]/x",
                "http://relay/x",
                "http://host.docker.internal:8000/x",
                "ftp://example.com/x",
                "https://user:pw@example.com/x",
                "file:///etc/passwd"
            })
    void whatLeadsInsideIsNeverFetched(String url) throws Exception {
        UpstreamException failure = fails(Answer.RemotePicture.at(url), elsewhere(), exchange());
        assertThat(failure.code()).isEqualTo("download_failed");
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.upstreamMessage()).startsWith(url + ": ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8000/made/a.png?x=1",
                "http://localhost/made/a.png?x=1",
                "https://[::1]:9/made/a.png?x=1",
                "http://0.0.0.0:3000/made/a.png?x=1",
                "http://10.0.3.7:8000/made/a.png?x=1",
                "http://192.168.1.5/made/a.png?x=1",
                "http://[fd00::7]/made/a.png?x=1",
                "http://grok2api:8000/made/a.png?x=1",
                "http://image_server/made/a.png?x=1",
                "http://host.docker.internal:8000/made/a.png?x=1",
                "/made/a.png?x=1",
                "//localhost:7/made/a.png?x=1",
                "\\made\\a.png?x=1",
                "../made/./b/../a.png?x=1"
            })
    void whatOnlyTheUpstreamCanReachIsLookedForAtItsOwnOrigin(String address) throws Exception {
        byte[] png = ProviderScene.png(300, 300);
        host.then(wire -> wire.answer(200, "image/png", png));
        Answer.StoredPicture stored = downloads.fetch(Answer.RemotePicture.at(address), own(), exchange());
        assertThat(Files.readAllBytes(stored.file())).isEqualTo(png);
        assertThat(host.requests()).extracting(UpstreamDouble.Request::target).containsExactly("/made/a.png?x=1");
        assertThat(host.requests().getFirst().headers()).doesNotContainKeys("authorization", "cookie", "referer");
    }

    @Test
    void whereTheOriginHasNoSuchPictureThePublicAddressIsAdvised() throws Exception {
        host.then(wire -> wire.answer(200, "text/html", PICTURE));
        UpstreamException failure = fails(Answer.RemotePicture.at("http://grok2api:8000/a.png"), own(), exchange());
        assertThat(failure.upstreamMessage()).startsWith("http://grok2api:8000/a.png: ");
        assertThat(failure.message().in(Language.ENGLISH)).contains("public https address");
        assertThat(failure.message().in(Language.CHINESE)).contains("公网");
    }

    @Test
    void anAddressWithoutALeadingSlashMayGoOnFromTheEndpointsPath() throws Exception {
        host.then(wire -> wire.answer(404, "", new byte[0]), wire -> wire.answer(200, "image/png", PICTURE));
        downloads.fetch(Answer.RemotePicture.at("files/a.png"), own(), exchange());
        assertThat(host.requests())
                .extracting(UpstreamDouble.Request::target)
                .containsExactly("/files/a.png", "/v1/files/a.png");
    }

    @Test
    void aGuessIsTriedOnceAndCountsOnlyAsAPicture() throws Exception {
        host.then(wire -> wire.answer(503, "", new byte[0]), wire -> wire.answer(200, "image/png", PICTURE));
        Answer.RemotePicture guess = new Answer.RemotePicture("/a", true);
        fails(guess, own(), exchange());
        assertThat(host.requests()).hasSize(1);
        assertThat(fails(guess, own(), exchange()).upstreamMessage()).contains("no picture");
    }

    @Test
    void redirectsOutsideAsciiAreEncoded() throws Exception {
        host.then(
                wire -> wire.answer(302, "", new byte[0], "Location: /图片/a b.png?x=|"),
                wire -> wire.answer(200, "image/png", PICTURE));
        downloads.fetch(at("/one"), own(), exchange());
        assertThat(host.requests().get(1).target()).isEqualTo("/%E5%9B%BE%E7%89%87/a%20b.png?x=%7C");
    }

    @Test
    void thePublicHostOfAnHttpAddressIsAskedOverTls() throws Exception {
        DownloadTarget target = DownloadTarget.check(address("http://93.184.216.34/x"), address(host.base()));
        assertThat(target.address()).isEqualTo(address("https://93.184.216.34/x"));
        assertThat(DownloadTarget.check(address("http://93.184.216.34:8080/x"), null)
                        .address())
                .isEqualTo(address("https://93.184.216.34:8080/x"));
    }

    @Test
    void thePrivateHostOfTheEndpointIsOpenOnItsOwnPortOnly() throws Exception {
        try (UpstreamDouble neighbour = new UpstreamDouble()) {
            neighbour.then(wire -> wire.answer(200, "image/png", PICTURE));
            UpstreamException failure =
                    fails(Answer.RemotePicture.at("http://127.0.0.1:" + neighbour.port() + "/x"), own(), exchange());
            assertThat(failure.upstreamMessage()).contains("https");
            assertThat(neighbour.connections()).isZero();
        }
    }

    @Test
    void redirectsAreFollowedThreeTimesAndCheckedEachTime() throws Exception {
        host.then(
                wire -> wire.answer(302, "", new byte[0], "Location: /two"),
                wire -> wire.answer(307, "", new byte[0], "Location: /three"),
                wire -> wire.answer(301, "", new byte[0], "Location: /four"),
                wire -> wire.answer(200, "image/png", PICTURE));
        assertThat(downloads.fetch(at("/one"), own(), exchange()).bytes()).isEqualTo(PICTURE.length);
        assertThat(host.requests())
                .extracting(UpstreamDouble.Request::target)
                .containsExactly("/one", "/two", "/three", "/four");
    }

    @Test
    void aFourthRedirectOrOneToThePrivateNetworkIsRefused() throws Exception {
        host.then(wire -> wire.answer(302, "", new byte[0], "Location: /again"));
        assertThat(fails(at("/one"), own(), exchange()).upstreamMessage()).contains("redirects");
        try (UpstreamDouble other = new UpstreamDouble()) {
            other.then(wire -> wire.answer(302, "", new byte[0], "Location: https://169.254.169.254/keys"));
            Connection connection =
                    new Connection("c", "l", URI.create(other.base()), "k", Protocol.OPENAI_CHAT, "auto");
            Answer.RemotePicture picture = Answer.RemotePicture.at("http://127.0.0.1:" + other.port() + "/x");
            assertThat(fails(picture, connection, exchange()).upstreamMessage()).contains("private");
        }
    }

    @Test
    void passingFaultsAreTriedAgain() throws Exception {
        host.then(
                wire -> wire.answer(503, "", new byte[0]),
                wire -> wire.reset(),
                wire -> {
                    wire.head(200, "image/png", 1000);
                    wire.write(PICTURE);
                    wire.close();
                },
                wire -> wire.answer(200, "image/png", PICTURE));
        assertThat(downloads.fetch(at("/x"), own(), exchange()).bytes()).isEqualTo(PICTURE.length);
        assertThat(host.requests()).hasSize(4);
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aMissingPictureIsNotAskedForAgain() throws Exception {
        host.then(wire -> wire.answer(404, "text/html", PICTURE));
        assertThat(fails(at("/x"), own(), exchange()).upstreamMessage()).contains("404");
        assertThat(host.requests()).hasSize(1);
    }

    @Test
    void tooLargeIsTooLargeWhetherAnnouncedOrNot() throws Exception {
        host.then(wire -> wire.head(200, "image/png", MAX + 1));
        assertThat(fails(at("/x"), own(), exchange()).upstreamMessage()).contains("larger");
        try (UpstreamDouble silent = new UpstreamDouble()) {
            silent.then(wire -> {
                wire.head(200, "image/png", -1);
                wire.write(new byte[(int) MAX + 1]);
                wire.close();
            });
            Connection connection =
                    new Connection("c", "l", URI.create(silent.base()), "k", Protocol.OPENAI_CHAT, "auto");
            assertThat(fails(
                                    Answer.RemotePicture.at("http://127.0.0.1:" + silent.port() + "/x"),
                                    connection,
                                    exchange())
                            .upstreamMessage())
                    .contains("larger");
        }
    }

    @Test
    void theDeadlineEndsADripAndACancelClosesTheSocket() throws Exception {
        host.then(wire -> {
            wire.head(200, "image/png", 10_000);
            wire.drip(20);
        });
        assertThat(fails(at("/x"), own(), new TaskExchange(folder, Duration.ofMillis(700)))
                        .code())
                .isEqualTo("download_failed");

        TaskExchange canceled = exchange();
        CompletableFuture<UpstreamException> failure =
                CompletableFuture.supplyAsync(() -> fails(at("/y"), own(), canceled));
        org.awaitility.Awaitility.await()
                .until(() -> host.requests().stream().anyMatch(r -> r.target().equals("/y")));
        canceled.cancel();
        assertThat(failure.get(10, TimeUnit.SECONDS).code()).isEqualTo("canceled");
        assertThat(host.awaitClosedByClient()).isTrue();
    }

    @Test
    void theCheckedAddressIsTheOneThatIsUsed() throws Exception {
        DownloadTarget target =
                DownloadTarget.check(address("https://[2606:4700::1]:8443/p?q=1"), address("https://x.org"));
        assertThat(target.ip()).isEqualTo(InetAddress.getByName("2606:4700::1"));
        assertThat(target.address().port()).isEqualTo(8443);
        assertThat(target.address().target()).isEqualTo("/p?q=1");
        assertThatThrownBy(() -> DownloadTarget.check(address("https://[::1]/"), null))
                .isInstanceOf(WebAddress.RefusedException.class);
    }

    private static WebAddress address(String url) throws WebAddress.RefusedException {
        return WebAddress.of(url, null);
    }
}
