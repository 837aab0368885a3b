package studio.picture.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.picture.LocalPicture;
import studio.picture.PictureKey;
import studio.picture.PictureKey.Kind;
import studio.picture.PictureStore.Source;
import studio.picture.StoredPicture;
import studio.settings.FolderSettings;
import studio.settings.TestSettings;

/** What was paid for survives a bucket that is away. */
class BucketOutageTest {
    private static final PictureKey KEY = PictureKey.original("paid.png");
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private S3Server server;
    private BucketPictureStore store;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(folder.resolve("server"));
        server = new S3Server(folder.resolve("server"));
        store = store(server.endpoint());
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    private BucketPictureStore store(String endpoint) {
        Map<String, String> environment = new HashMap<>(server.environment());
        environment.put("STUDIO_S3_ENDPOINT", endpoint);
        BucketSettings settings = TestSettings.of(BucketSettings.class, environment);
        BucketPictureStore opened = new BucketPictureStore(
                new Bucket(BucketConnection.of(TestSettings.of(FolderSettings.class, environment), settings), registry),
                ObjectNames.of(settings.prefix()),
                folder.resolve("bucket"),
                settings.cache(),
                false);
        opened.start();
        return opened;
    }

    private static Source text(String text) {
        return target -> target.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    private String read(PictureKey key) throws IOException {
        try (InputStream in = store.find(key).orElseThrow().content().open()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private void awaitSent() {
        await().atMost(LONGEST).until(() -> store.waiting() == 0);
    }

    @Test
    void whatIsPutWhileTheBucketIsAwayIsFoundAndSentLater() throws Exception {
        server.stop();

        assertThat(store.put(KEY, text("paid bytes"))).isEqualTo(10);
        store.put(PictureKey.thumbnail("paid.png"), text("small"));

        assertThat(store.waiting()).isEqualTo(2);
        assertThat(read(KEY)).isEqualTo("paid bytes");
        assertThat(read(PictureKey.thumbnail("paid.png"))).isEqualTo("small");
        try (LocalPicture local = store.find(KEY).orElseThrow().local()) {
            assertThat(local.path()).hasContent("paid bytes");
        }

        server.start();
        awaitSent();

        assertThat(server.keys()).contains("paid.png", "thumbnails/thumb-paid.png");
        assertThat(read(KEY)).isEqualTo("paid bytes");
    }

    @Test
    void whatIsTakenWhileTheBucketIsAwayIsSentLater() throws Exception {
        Path received = Files.writeString(folder.resolve("received"), "paid bytes");
        server.stop();

        assertThat(store.take(KEY, received, () -> {})).isEqualTo(OptionalLong.of(10));
        Files.delete(received);

        server.start();
        awaitSent();
        assertThat(read(KEY)).isEqualTo("paid bytes");
    }

    @Test
    void aServerThatStopsInTheMiddleOfAnUploadGetsItOnceMore() throws Exception {
        store.close();
        byte[] bytes = new byte[8 << 20];
        new Random(7).nextBytes(bytes);
        try (CuttingRelay relay = new CuttingRelay(server.endpoint())) {
            store = store(relay.endpoint());
            relay.after(3 << 20, server::stop);

            assertThat(store.put(KEY, target -> target.write(ByteBuffer.wrap(bytes))))
                    .isEqualTo(bytes.length);
            assertThat(store.waiting()).isOne();

            server.start();
            awaitSent();
            try (InputStream in = store.find(KEY).orElseThrow().content().open()) {
                assertThat(in.readAllBytes()).isEqualTo(bytes);
            }
        }
    }

    @Test
    void aServerThatStopsInTheMiddleOfALargeUploadGetsItOnceMore() throws Exception {
        store.close();
        byte[] bytes = new byte[36 << 20];
        new Random(8).nextBytes(bytes);
        try (CuttingRelay relay = new CuttingRelay(server.endpoint())) {
            store = store(relay.endpoint());
            relay.after(20 << 20, server::stop);

            store.put(KEY, target -> target.write(ByteBuffer.wrap(bytes)));
            assertThat(store.waiting()).isOne();
            assertThat(store.find(KEY)).isPresent();

            server.start();
            awaitSent();
            try (InputStream in = store.find(KEY).orElseThrow().content().open()) {
                assertThat(in.readAllBytes()).isEqualTo(bytes);
            }
            // This server shows an upload in parts as an empty object while it is not ended.
            store.removeUnfinished(Instant.now().plusSeconds(60));
            assertThat(store.list(Kind.ORIGINAL, false)).hasSize(1);
            assertThat(server.keys()).containsExactly("paid.png");
        }
    }

    @Test
    void whatWaitedWhenTheProcessEndedIsSentByTheNext() throws Exception {
        server.stop();
        store.put(KEY, text("paid bytes"));
        store.close();

        server.start();
        store = store(server.endpoint());
        awaitSent();

        assertThat(server.keys()).containsExactly("paid.png");
        assertThat(read(KEY)).isEqualTo("paid bytes");
    }

    @Test
    void whatWaitsCanGoToTheTrash() throws Exception {
        server.stop();
        store.put(KEY, text("paid bytes"));

        assertThat(store.move(KEY, KEY.inTrash())).isTrue();
        server.start();
        awaitSent();

        assertThat(store.find(KEY)).isEmpty();
        assertThat(read(KEY.inTrash())).isEqualTo("paid bytes");
    }

    @Test
    void whatWaitsIsListedOnce() throws Exception {
        store.put(KEY, text("older"));
        server.stop();
        store.put(KEY, text("newer bytes"));
        server.start();

        assertThat(store.list(Kind.ORIGINAL, false).map(StoredPicture::key)).containsExactly(KEY);
        awaitSent();
        assertThat(read(KEY)).isEqualTo("newer bytes");
    }

    @Test
    void aBucketThatIsAwayIsNotEmpty() {
        store.put(KEY, text("x"));
        server.stop();

        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> store.find(KEY));
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> store.delete(KEY));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> store.list(Kind.ORIGINAL, false).toList());
        assertThatExceptionOfType(BucketException.class)
                .isThrownBy(() -> store.find(KEY))
                .satisfies(failure -> {
                    assertThat(failure.failure()).isEqualTo(BucketFailure.UNREACHABLE);
                    assertThat(failure.problem().status()).isEqualTo(503);
                });
        assertThat(failures()).isGreaterThanOrEqualTo(2);
    }

    private double failures() {
        return registry.get("studio.bucket.failures")
                .tag("operation", "find")
                .tag("reason", "unreachable")
                .counter()
                .count();
    }

    @Test
    void aServerThatAcceptsAndSaysNothingIsNotWaitedForByEveryone() throws Exception {
        store.close();
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Its queue is full, so nobody gets a connection.
            try (Socket first = new Socket(InetAddress.getLoopbackAddress(), silent.getLocalPort());
                    Socket second = new Socket(InetAddress.getLoopbackAddress(), silent.getLocalPort())) {
                assertThat(first.isConnected() && second.isConnected()).isTrue();
                store = store("http://127.0.0.1:" + silent.getLocalPort());
                assertThatExceptionOfType(BucketException.class).isThrownBy(() -> store.find(KEY));

                double asked = failures();
                assertThatExceptionOfType(BucketException.class).isThrownBy(() -> store.find(KEY));

                assertThat(failures()).isEqualTo(asked);
            }
        }
    }

    @Test
    void thumbnailsThatWereSeenAreShownWhileTheBucketIsAway() throws Exception {
        store.put(PictureKey.thumbnail("paid.png"), text("small"));
        server.stop();

        assertThat(read(PictureKey.thumbnail("paid.png"))).isEqualTo("small");
    }
}
