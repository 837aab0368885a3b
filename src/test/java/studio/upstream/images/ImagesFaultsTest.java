package studio.upstream.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import studio.model.PictureOptions;
import studio.testing.FreshFolders;
import studio.testing.UpstreamDouble.Script;
import studio.testing.UpstreamDouble.Wire;
import studio.upstream.FaultsConformance;
import studio.upstream.ImageProvider;
import studio.upstream.ImageRequest;
import studio.upstream.Outcome;
import studio.upstream.UpstreamException;
import studio.upstream.transport.UpstreamCalls;

/** A call as a form with a reference picture, and streams that end badly. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class ImagesFaultsTest extends FaultsConformance {
    private static final PictureOptions PARTIALS =
            new PictureOptions(null, null, null, null, null, null, null, null, false, 2);

    private PictureOptions options = PictureOptions.NONE;

    @Override
    protected ImageProvider provider(UpstreamCalls calls) {
        return new ImagesProvider(calls, ImagesFixture.DIALECTS);
    }

    @Override
    protected ImageRequest request(String endpoint) throws IOException {
        return new ImageRequest(
                ImagesFixture.connection(endpoint, "auto"),
                "gpt-image-2",
                "p",
                List.of(ImagesFixture.reference(folder, 1, "image/png")),
                null,
                1,
                options);
    }

    @Override
    protected String answer() {
        return ImagesFixture.answer(PNG);
    }

    @Test
    void aLimitIsWaitedForAsTheProviderAsks() throws Exception {
        upstream.then(wire -> wire.json(429, "{}", "retry-after-ms: 50"));
        UpstreamException failure = fails(exchange(), 1, false);
        assertThat(failure.code()).isEqualTo("rate_limited");
        assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofMillis(50));
        assertThat(upstream.posts()).isEqualTo(2);
    }

    /** A partial picture, then what happens. */
    private static Script stream(int length, Script then) {
        String partial = "data: {\"type\":\"image_edit.partial_image\",\"partial_image_index\":0,\"b64_json\":\""
                + base64(PNG) + "\"}\n\n";
        return wire -> {
            wire.head(200, "text/event-stream", length);
            wire.write(partial.getBytes(StandardCharsets.UTF_8));
            then.run(wire);
        };
    }

    static Stream<Arguments> streams() {
        byte[] blocked = """
                event: error
                data: {"type":"error","error":{"code":"moderation_blocked","type":"image_generation_user_error","message":"m"}}

                """.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        Script block = wire -> {
            wire.write(blocked);
            wire.close();
        };
        Script refuse =
                wire -> wire.json(400, "{\"error\":{\"message\":\"partial_images\",\"code\":\"invalid_value\"}}");
        return Stream.of(
                arguments("blocked on the way", stream(-1, block), Outcome.FINAL, "prompt_blocked"),
                arguments("closed without an end", stream(-1, Wire::close), Outcome.UNKNOWN, "cut"),
                arguments("reset", stream(5_000_000, Wire::reset), Outcome.UNKNOWN, "cut"),
                arguments("refused before it began", refuse, Outcome.FINAL, "bad_request"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void aStreamThatEndsBadlyIsNotAskedForAgain(String name, Script script, Outcome outcome, String code)
            throws Exception {
        upstream.then(script);
        options = PARTIALS;
        UpstreamException failure = fails(exchange(), 1, false);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.outcome()).isEqualTo(outcome);
        assertThat(upstream.posts()).isEqualTo(1);
    }
}
