package studio.upstream.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import studio.testing.FreshFolders;
import studio.upstream.Deadline;
import studio.upstream.ProviderScene;
import studio.upstream.answer.Reply;

/** What the product relies on in the REST client's internals; an upgrade that moves them fails here. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class LiveCallTest extends ProviderScene {
    private final LiveCall call = new LiveCall(Deadline.in(Duration.ofSeconds(20)), Map.of("X-Mark", "yes"));

    private URI url() {
        return URI.create(upstream.base());
    }

    @Test
    void theRequestIsKnownItsHeadersAreOursAndTheBodyFlowsThrough() throws Exception {
        upstream.then(wire -> wire.json(201, "{\"a\":1}", "X-Own: 7"));
        byte[] sent = "{}".getBytes(StandardCharsets.UTF_8);
        assertThat(call.sent()).isFalse();

        Reply reply = call.reply(() -> client.post(url(), Body.JSON, "2", new ByteArrayInputStream(sent)));

        assertThat(call.sent()).isTrue();
        assertThat(call.hasReply()).isTrue();
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.header().apply("x-own")).isEqualTo("7");
        assertThat(reply.body()).hasContent("{\"a\":1}");
        assertThat(upstream.requests().getFirst().headers())
                .containsEntry("x-mark", "yes")
                .containsEntry("content-length", "2");
    }

    @Test
    @Timeout(20)
    void closingEndsAWaitForTheHeadAtOnce() {
        upstream.then(wire -> wire.hang());
        CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS)
                .execute(() -> call.close(LiveCall.Closed.CANCELED));

        assertThatThrownBy(() -> call.reply(() -> client.get(url()))).isInstanceOf(Exception.class);

        assertThat(call.closed()).isEqualTo(LiveCall.Closed.CANCELED);
        assertThat(call.sent()).isTrue();
        assertThat(call.hasReply()).isFalse();
    }

    @Test
    @Timeout(20)
    void closingEndsAWaitForTheBodyAtOnce() throws Exception {
        upstream.then(wire -> {
            wire.head(200, "application/json", 100);
            wire.hang();
        });
        Reply reply = call.reply(() -> client.get(url()));
        CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS)
                .execute(() -> call.close(LiveCall.Closed.TIMED_OUT));

        assertThatThrownBy(() -> reply.body().readAllBytes()).hasMessageContaining("cut off");

        assertThat(call.closed()).isEqualTo(LiveCall.Closed.TIMED_OUT);
    }

    @Test
    void theClientIsNeverUsedWithoutACall() {
        assertThatThrownBy(() -> client.get(url())).hasMessageContaining("UpstreamCall");
    }
}
