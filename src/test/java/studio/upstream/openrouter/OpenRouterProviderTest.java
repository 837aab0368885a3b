package studio.upstream.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.model.PictureOptions;
import studio.testing.FreshFolders;
import studio.testing.UpstreamDouble;
import studio.upstream.Answer;
import studio.upstream.ImageRequest;
import studio.upstream.Outcome;
import studio.upstream.ProviderScene;
import studio.upstream.TaskExchange;
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamModel;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class OpenRouterProviderTest extends ProviderScene {
    private OpenRouterProvider provider() {
        return OpenRouterFixture.provider(client, vertx, 1);
    }

    private UpstreamException fails(TaskExchange exchange) {
        UpstreamException failure = catchThrowableOfType(UpstreamException.class, () -> provider()
                .generate(OpenRouterFixture.request(upstream.base()), exchange));
        assertThat(failure).as("a failure").isNotNull();
        assertThat(failure.toString()).doesNotContain(KEY);
        return failure;
    }

    @Test
    void withAKeyOfOnesOwnTheProvidersBillIsPartOfTheCost() throws Exception {
        upstream.then(
                wire -> wire.json(
                        200,
                        OpenRouterFixture.answer(PNG)
                                .replace(
                                        "\"cost\":0.0336,\"is_byok\":false",
                                        "\"cost\":0.0017,\"is_byok\":true,\"cost_details\":{\"upstream_inference_cost\":0.034}")));
        Answer answer =
                provider().generate(OpenRouterFixture.request(upstream.base()), OpenRouterFixture.exchange(folder));
        assertThat(answer.details().cost()).isEqualByComparingTo("0.0357");
    }

    @Test
    void aPromptBecomesAPictureWithItsCostAndItsGeneration() throws Exception {
        upstream.then(wire -> wire.json(200, OpenRouterFixture.answer(PNG), "X-Generation-Id: gen-9"));
        TaskExchange exchange = OpenRouterFixture.exchange(folder);

        Answer answer = provider().generate(OpenRouterFixture.request(upstream.base()), exchange);

        Answer.StoredPicture picture =
                (Answer.StoredPicture) answer.candidates().getFirst();
        assertThat(Files.readAllBytes(picture.file())).isEqualTo(PNG);
        assertThat(answer.details().cost()).isEqualByComparingTo("0.0336");
        assertThat(answer.details().requestId()).isEqualTo("gen-9");
        assertThat(exchange.events).containsExactly("starts 1", "answer 200 gen-9");

        UpstreamDouble.Request sent = upstream.requests().getFirst();
        assertThat(sent.method() + " " + sent.target()).isEqualTo("POST /v1/images");
        assertThat(sent.headers())
                .containsEntry("authorization", "Bearer ***")
                .containsEntry("content-type", "application/json")
                .containsEntry("x-openrouter-title", "Image Studio")
                .containsEntry("content-length", Integer.toString(sent.body().length))
                .doesNotContainKeys("http-referer", "transfer-encoding", "cookie");
        assertThat(sent.text()).isEqualTo("{\"model\":\"google/nano\",\"prompt\":\"一只小船\"}");
    }

    @Test
    void optionsCountAndReferencesGoAlong() throws Exception {
        upstream.then(wire -> wire.json(200, OpenRouterFixture.answer(png(1), png(2))));
        Path one = Files.write(folder.resolve("one.png"), png(3));
        ImageRequest request = new ImageRequest(
                OpenRouterFixture.connection(upstream.base() + "/images"),
                "a/b",
                "p \"quoted\"",
                List.of(
                        new ImageRequest.Reference(one, "image/png", Files.size(one)),
                        new ImageRequest.Reference(one, "image/webp", Files.size(one))),
                null,
                2,
                new PictureOptions("16:9", "512", null, "high", "webp", 80, "transparent", null, false, 0));

        Answer answer = provider().generate(request, OpenRouterFixture.exchange(folder));

        assertThat(answer.candidates()).hasSize(2);
        UpstreamDouble.Request sent = upstream.requests().getFirst();
        assertThat(sent.target()).isEqualTo("/v1/images");
        JsonNode body = new ObjectMapper().readTree(sent.body());
        assertThat(body.at("/input_references/0/type").asText()).isEqualTo("image_url");
        assertThat(body.at("/input_references/0/image_url/url").asText())
                .isEqualTo("data:image/png;base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(one)));
        assertThat(body.at("/input_references/1/image_url/url").asText()).startsWith("data:image/webp;base64,");
        ((com.fasterxml.jackson.databind.node.ObjectNode) body).remove("input_references");
        assertThat(body.toString()).isEqualTo("""
                        {"model":"a/b","prompt":"p \\"quoted\\"","n":2,"aspect_ratio":"16:9","resolution":"512",\
                        "quality":"high","output_format":"webp","output_compression":80,"background":"transparent"}""");
    }

    @Test
    void exactPixelsStandAlone() throws Exception {
        upstream.then(wire -> wire.json(200, OpenRouterFixture.answer(PNG)));
        ImageRequest request = new ImageRequest(
                OpenRouterFixture.connection(upstream.base()),
                "a/b",
                "p",
                List.of(),
                null,
                1,
                new PictureOptions("16:9", "2K", "2048x1024", null, null, null, null, null, false, 0));
        provider().generate(request, OpenRouterFixture.exchange(folder));
        assertThat(upstream.requests().getFirst().text())
                .isEqualTo("{\"model\":\"a/b\",\"prompt\":\"p\",\"size\":\"2048x1024\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 524, 529})
    void aFailureThatIsAnsweredIsFreeAndSentAgain(int status) throws Exception {
        upstream.then(
                wire -> wire.json(status, "{\"error\":{\"code\":" + status + ",\"message\":\"Provider failed\"}}"),
                wire -> wire.json(200, OpenRouterFixture.answer(PNG)));
        TaskExchange exchange = OpenRouterFixture.exchange(folder);
        Answer answer = provider().generate(OpenRouterFixture.request(upstream.base()), exchange);
        assertThat(answer.candidates()).hasSize(1);
        assertThat(exchange.failures.getFirst().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(upstream.posts()).isEqualTo(2);
    }

    @Test
    void anErrorInsideOfA200IsFreeToo() throws Exception {
        upstream.then(
                wire -> wire.json(
                        200,
                        "{\"error\":{\"code\":502,\"message\":\"Provider disconnected\",\"metadata\":{\"error_type\":\"provider_unavailable\"}}}"));
        UpstreamException failure = fails(OpenRouterFixture.exchange(folder));
        assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(failure.code()).isEqualTo("failed_unbilled");
        assertThat(failure.upstreamMessage()).isEqualTo("Provider disconnected");
        assertThat(upstream.posts()).isEqualTo(2);
    }

    @Test
    void aStreamThatNobodyAskedForIsReadAndItsErrorTold() throws Exception {
        String events = """
                : OPENROUTER PROCESSING

                data: {"type":"error","error":{"message":"blocked","code":"moderation_blocked"}}

                data: [DONE]

                """;
        upstream.then(wire -> wire.answer(200, "text/event-stream", events.getBytes(StandardCharsets.UTF_8)));
        UpstreamException failure = fails(OpenRouterFixture.exchange(folder));
        assertThat(failure.code()).isEqualTo("prompt_blocked");
        assertThat(upstream.posts()).isEqualTo(1);
    }

    private ImageRequest withPreviews() {
        return new ImageRequest(
                OpenRouterFixture.connection(upstream.base()),
                "a/b",
                "p",
                List.of(),
                null,
                1,
                new PictureOptions(null, null, null, null, null, null, null, null, false, 2));
    }

    @Test
    void unfinishedPicturesAreShownWhereTheModelStreams() throws Exception {
        String base64 = Base64.getEncoder().encodeToString(PNG);
        String events =
                "data: {\"type\":\"image_generation.partial_image\",\"partial_image_index\":0,\"b64_json\":\"" + base64
                        + "\"}\n\n: OPENROUTER PROCESSING\n\ndata: {\"type\":\"image_generation.completed\",\"b64_json\":\""
                        + base64
                        + "\",\"usage\":{\"cost\":0.011}}\n\ndata: [DONE]\n\n";
        upstream.then(
                wire -> wire.json(200, "{\"data\":[{\"id\":\"a/b\",\"supports_streaming\":true}]}"),
                wire -> wire.answer(200, "text/event-stream", events.getBytes(StandardCharsets.UTF_8)));
        TaskExchange exchange = OpenRouterFixture.exchange(folder);

        Answer answer = provider().generate(withPreviews(), exchange);

        assertThat(answer.candidates()).hasSize(1);
        assertThat(answer.details().cost()).isEqualByComparingTo("0.011");
        assertThat(exchange.events).containsExactly("starts 1", "answer 200 null", "partial 0");
        assertThat(upstream.requests().get(1).text()).isEqualTo("{\"model\":\"a/b\",\"prompt\":\"p\",\"stream\":true}");
        assertThat(upstream.posts()).isEqualTo(1);
    }

    @Test
    void aModelThatDoesNotStreamIsNotAskedTo() throws Exception {
        upstream.then(
                wire -> wire.json(200, "{\"data\":[{\"id\":\"a/b\",\"supports_streaming\":false}]}"),
                wire -> wire.json(200, OpenRouterFixture.answer(PNG)));
        provider().generate(withPreviews(), OpenRouterFixture.exchange(folder));
        assertThat(upstream.requests().get(1).text()).isEqualTo("{\"model\":\"a/b\",\"prompt\":\"p\"}");
    }

    @Test
    void modelsAreThoseOfBothLists() {
        upstream.then(wire -> wire.json(200, """
                        {"data":[{"id":"a/words","architecture":{"output_modalities":["text"]}},
                         {"id":"b/both","name":"Both","pricing":{"image":"0.1"},"architecture":{"output_modalities":["image","text"]}}]}"""), wire -> wire.json(200, """
                        {"data":[{"id":"b/both","name":"other"},{"id":"c/new","architecture":{"output_modalities":["image"]}}]}"""));
        List<UpstreamModel> models = provider().models(OpenRouterFixture.connection(upstream.base()));
        assertThat(models).extracting(UpstreamModel::id).containsExactly("b/both", "c/new", "a/words");
        assertThat(models.getFirst().name()).isEqualTo("Both");
        assertThat(models.getFirst().upstream()).containsKey("pricing");
        assertThat(upstream.requests())
                .extracting(UpstreamDouble.Request::target)
                .containsExactly("/v1/models?output_modalities=image", "/v1/images/models");
    }

    @Test
    void aGatewayThatKnowsNeitherFilterNorImageApiStillListsItsModels() {
        upstream.then(
                wire -> wire.json(400, "{\"error\":\"unknown parameter\"}"),
                wire -> wire.json(200, "{\"data\":[{\"id\":\"b/image\"}]}"),
                wire -> wire.json(404, "{}"));
        assertThat(provider().models(OpenRouterFixture.connection(upstream.base())))
                .extracting(UpstreamModel::id)
                .containsExactly("b/image");
    }
}
