package studio.upstream.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.testing.UpstreamDouble;
import studio.upstream.Deadline;

/** What has arrived is read, however slow the reader and whatever happens to the connection meanwhile. */
class BodyStreamTest {
    private final Vertx vertx = Vertx.vertx();
    private final UpstreamDouble upstream = new UpstreamDouble();

    @AfterEach
    void close() throws Exception {
        upstream.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** Sizes around what the stream takes before it is read: a part of each waits in the client when the connection ends. */
    @ParameterizedTest
    @ValueSource(ints = {100, 120, 130, 135, 140, 145, 150, 155, 160, 170, 180, 200, 250})
    void aBodyThatBreaksOffIsReadToWhereItBroke(int kilobytes) throws Exception {
        byte[] sent = new byte[kilobytes << 10];
        upstream.then(wire -> {
            wire.head(200, "application/json", sent.length + 1);
            wire.write(sent);
            wire.close();
        });
        CountDownLatch closed = new CountDownLatch(1);
        BodyStream body = open(closed);
        // Where the client has stopped reading, it learns of the end only when it goes on.
        boolean noticed = closed.await(500, TimeUnit.MILLISECONDS);

        int read = 0;
        byte[] buffer = new byte[10_000];
        try {
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                read += count;
            }
        } catch (IOException cutOff) {
            assertThat(cutOff).hasMessageContaining("cut off");
        }
        assertThat(read).as("read, with the end noticed before: %s", noticed).isEqualTo(sent.length);
    }

    private BodyStream open(CountDownLatch closed) throws Exception {
        CompletableFuture<BodyStream> opened = new CompletableFuture<>();
        vertx.createHttpClient()
                .request(HttpMethod.GET, upstream.port(), "127.0.0.1", "/")
                .compose(request -> {
                    request.connection().closeHandler(end -> closed.countDown());
                    return request.send()
                            .map(response -> new BodyStream(
                                    response,
                                    BodyStream.Early.NOTHING,
                                    Objects.requireNonNull(Vertx.currentContext()),
                                    Deadline.in(Duration.ofSeconds(30))));
                })
                .onSuccess(opened::complete)
                .onFailure(opened::completeExceptionally);
        return opened.get(10, TimeUnit.SECONDS);
    }
}
