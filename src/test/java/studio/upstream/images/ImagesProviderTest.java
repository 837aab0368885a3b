package studio.upstream.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.model.PictureOptions;
import studio.testing.FreshFolders;
import studio.testing.UpstreamDouble;
import studio.upstream.Answer;
import studio.upstream.ConnectionCheck;
import studio.upstream.ImageRequest;
import studio.upstream.ProviderScene;
import studio.upstream.TaskExchange;
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamModel;
import studio.upstream.images.ImagesFixture.Part;

/** The images form on a real socket: what goes out, and what is made of what comes back. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class ImagesProviderTest extends ProviderScene {
    private TaskExchange exchange() throws Exception {
        return new TaskExchange(folder.resolve("task"), Duration.ofSeconds(20));
    }

    private Answer generate(ImageRequest request) throws Exception {
        return ImagesFixture.provider(client, vertx, 0).generate(request, exchange());
    }

    private Answer answered(String body) throws Exception {
        upstream.then(wire -> wire.json(200, body));
        return generate(ImagesFixture.request(upstream.base()));
    }

    private static byte[] bytes(Answer.Candidate candidate) throws Exception {
        return Files.readAllBytes(((Answer.StoredPicture) candidate).file());
    }

    private ImageRequest with(
            String dialect, List<ImageRequest.Reference> references, ImageRequest.Reference mask, PictureOptions o) {
        return new ImageRequest(
                ImagesFixture.connection(upstream.base(), dialect), "gpt-image-2", "p", references, mask, 1, o);
    }

    @Test
    void aPromptBecomesAPicture() throws Exception {
        upstream.then(wire -> wire.json(200, ImagesFixture.answer(PNG), "x-request-id: req_9"));
        TaskExchange exchange = exchange();

        Answer answer =
                ImagesFixture.provider(client, vertx, 1).generate(ImagesFixture.request(upstream.base()), exchange);

        assertThat(answer.candidates()).hasSize(1);
        assertThat(bytes(answer.candidates().getFirst())).isEqualTo(PNG);
        assertThat(answer.details().requestId()).isEqualTo("req_9");
        assertThat(answer.details().usage().path("output_tokens").asInt()).isEqualTo(4160);
        assertThat(answer.details().shortfall()).isNull();
        assertThat(exchange.events).containsExactly("starts 1", "answer 200 req_9");

        UpstreamDouble.Request sent = upstream.requests().getFirst();
        assertThat(sent.method() + " " + sent.target()).isEqualTo("POST /v1/images/generations");
        assertThat(sent.headers())
                .containsEntry("authorization", "Bearer ***")
                .containsEntry("content-type", "application/json")
                .containsEntry("content-length", Integer.toString(sent.body().length))
                .doesNotContainKeys("api-key", "transfer-encoding", "cookie", "x-openrouter-title");
        assertThat(sent.text()).isEqualTo("{\"model\":\"gpt-image-2\",\"prompt\":\"一只小船\"}");
        assertThat(files("task")).as("the request is gone").hasSize(1);
    }

    @Test
    void aProviderThatTakesOneCallAtATimeForEachKeyGetsOne() throws Exception {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        upstream.then(wire -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            atOnce.decrementAndGet();
            wire.json(200, ImagesFixture.answer(PNG));
        });
        ImagesProvider zhipu = ImagesFixture.provider(client, vertx, 0);
        ImageRequest request = with("zhipu", List.of(), null, PictureOptions.NONE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                TaskExchange own = new TaskExchange(folder.resolve("task" + i), Duration.ofSeconds(20));
                calls.add(threads.submit(() -> zhipu.generate(request, own)));
            }
            for (Future<Answer> call : calls) {
                assertThat(call.get(20, TimeUnit.SECONDS).candidates()).hasSize(1);
            }
        }
        assertThat(upstream.posts()).isEqualTo(6);
        assertThat(most).hasValue(1);
    }

    private List<String> files(String name) throws Exception {
        try (Stream<Path> all = Files.list(folder.resolve(name))) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    @Test
    void whatWasAskedForIsSentAndNothingElse() throws Exception {
        upstream.then(wire -> wire.json(200, ImagesFixture.answer(PNG, png(2, 9_000))));
        ImageRequest request = new ImageRequest(
                ImagesFixture.connection(upstream.base(), "auto"),
                "gpt-image-2",
                "p \"quoted\"\n",
                List.of(),
                null,
                3,
                new PictureOptions("16:9", "2K", "1536x1024", "high", "webp", 80, "transparent", "low", true, 0));

        Answer answer = generate(request);

        assertThat(answer.candidates()).hasSize(2);
        assertThat(ImagesFixture.json(upstream.requests().getFirst())).hasToString("""
                {"model":"gpt-image-2","prompt":"p \\"quoted\\"\\n","n":3,"size":"1536x1024","quality":"high",\
                "background":"transparent","output_format":"webp","output_compression":80,"moderation":"low"}""");
    }

    @Test
    void referencesAndAMaskBecomeAFormOfKnownLength() throws Exception {
        upstream.then(wire -> wire.json(200, ImagesFixture.answer(PNG)));
        ImageRequest.Reference one = ImagesFixture.reference(folder, 1, "image/png");
        ImageRequest.Reference two = ImagesFixture.reference(folder, 2, "image/jpeg");
        ImageRequest.Reference mask = ImagesFixture.reference(folder, 3, "image/png");
        ImageRequest request = new ImageRequest(
                ImagesFixture.connection(upstream.base() + "/images/generations?api-version=1", "auto"),
                "gpt-image-2",
                "把船放进房间\r\n--",
                List.of(one, two),
                mask,
                2,
                new PictureOptions(null, null, "1024x1536", "low", "jpeg", 70, "opaque", "low", false, 0));

        generate(request);

        UpstreamDouble.Request sent = upstream.requests().getFirst();
        assertThat(sent.target()).isEqualTo("/v1/images/edits?api-version=1");
        assertThat(sent.headers())
                .containsEntry("content-length", Integer.toString(sent.body().length))
                .doesNotContainKey("transfer-encoding");
        assertThat(sent.headers().get("content-type")).startsWith("multipart/form-data; boundary=image-studio-");
        List<Part> parts = ImagesFixture.form(sent);
        assertThat(parts)
                .extracting(Part::name)
                .containsExactly(
                        "model",
                        "prompt",
                        "n",
                        "size",
                        "quality",
                        "background",
                        "output_format",
                        "output_compression",
                        "image[]",
                        "image[]",
                        "mask");
        assertThat(parts.get(1).text()).isEqualTo("把船放进房间\r\n--");
        assertThat(parts.get(2).text()).isEqualTo("2");
        assertThat(parts.subList(0, 8))
                .allMatch(part -> part.fileName().isEmpty() && part.type().isEmpty());
        assertThat(parts.subList(8, 11))
                .extracting(Part::fileName)
                .containsExactly("image-1.png", "image-2.jpeg", "mask.png");
        assertThat(parts.subList(8, 11)).extracting(Part::type).containsExactly("image/png", "image/jpeg", "image/png");
        assertThat(parts.get(8).body()).isEqualTo(Files.readAllBytes(one.file()));
        assertThat(parts.get(9).body()).isEqualTo(Files.readAllBytes(two.file()));
        assertThat(parts.get(10).body()).isEqualTo(Files.readAllBytes(mask.file()));
    }

    @ParameterizedTest
    @CsvSource({"openai,image[]", "azure,image[]", "new-api,image", "litellm,image"})
    void oneReferenceIsNamedAsTheDialectSays(String dialect, String name) throws Exception {
        upstream.then(wire -> wire.json(200, ImagesFixture.answer(PNG)));
        generate(with(
                dialect,
                List.of(ImagesFixture.reference(folder, 1, "image/webp")),
                null,
                PictureOptions.of("1:1", null)));
        assertThat(ImagesFixture.form(upstream.requests().getFirst()))
                .extracting(Part::name)
                .containsExactly("model", "prompt", name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1",
                "/v1/",
                "",
                "/",
                "/v1/chat/completions",
                "/v1/responses",
                "/v1/images",
                "/v1/images/generations",
                "/v1/images/generations/",
                "/v1/images/edits",
                "/v1/models"
            })
    void whateverPathIsTypedTheCallFindsItsOwn(String typed) throws Exception {
        upstream.then(wire -> wire.json(200, ImagesFixture.answer(PNG)));
        generate(ImagesFixture.request("http://127.0.0.1:" + upstream.port() + typed));
        assertThat(upstream.requests().getFirst().target()).isEqualTo("/v1/images/generations");
    }

    static Stream<String> encodings() {
        byte[] png = png(5, 6_001);
        String plain = base64(png);
        return Stream.of(
                plain,
                "data:image/png;base64," + plain,
                "data:image/jpg;base64," + plain,
                plain.replaceAll("(.{76})", "$1\\\\r\\\\n"),
                Base64.getUrlEncoder().encodeToString(png),
                Base64.getUrlEncoder().withoutPadding().encodeToString(png),
                "  " + plain + "\\n");
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void everyWayOfWritingBase64IsRead(String text) throws Exception {
        Answer answer = answered("{\"data\":[{\"url\":\"\",\"b64_json\":\"" + text + "\",\"revised_prompt\":\"\"}]}");
        assertThat(answer.candidates()).hasSize(1);
        assertThat(bytes(answer.candidates().getFirst())).isEqualTo(png(5, 6_001));
        assertThat(answer.details().revisedPrompt()).isNull();
    }

    @Test
    void emptyTextsAreAbsentAndAnAddressIsTakenInstead() throws Exception {
        Answer answer = answered(
                "{\"data\":[{\"url\":\"https://a.org/1.png\",\"b64_json\":\"\",\"revised_prompt\":\"a red boat\"}]}");
        assertThat(answer.candidates()).containsExactly(Answer.RemotePicture.at("https://a.org/1.png"));
        assertThat(answer.details().revisedPrompt()).isEqualTo("a red boat");
    }

    @Test
    void picturesThatAreSaidTwiceCountOnce() throws Exception {
        Answer answer = answered("""
                {"images":[{"url":"https://a.org/1.png"},{"url":"https://a.org/2.png"}],
                 "data":[{"url":"https://a.org/1.png"},{"url":"https://a.org/2.png"}],"timings":{"inference":1.2},"seed":7}""");
        assertThat(answer.candidates()).hasSize(2);
    }

    @Test
    void whatCameIsKeptAndWhyTheRestDidNotIsTold() throws Exception {
        Answer ark =
                answered("{\"model\":\"seedream\",\"data\":[{\"url\":\"https://a.org/1.png\",\"size\":\"2048x2048\"},"
                        + "{\"error\":{\"code\":\"OutputImageSensitiveContentDetected\",\"message\":\"held back\"}}],"
                        + "\"usage\":{\"generated_images\":1}}");
        assertThat(ark.candidates()).hasSize(1);
        assertThat(ark.details().shortfall().code()).isEqualTo("image_blocked");
        assertThat(ark.details().shortfall().upstreamMessage()).isEqualTo("held back");
        assertThat(ark.details().model()).isEqualTo("seedream");

        Answer xai = answered("{\"data\":[{\"url\":\"https://a.org/1.png\",\"respect_moderation\":true},"
                + "{\"url\":\"\",\"respect_moderation\":false}],\"usage\":{\"cost_in_usd_ticks\":200000000}}");
        assertThat(xai.candidates()).hasSize(1);
        assertThat(xai.details().shortfall().code()).isEqualTo("image_blocked");
        assertThat(xai.details().cost()).isEqualByComparingTo("0.02");
    }

    @Test
    void unfinishedPicturesAreShownAndTheFinishedOneIsTheAnswer() throws Exception {
        byte[] last = png(9, 10_000_000);
        upstream.then(wire -> {
            wire.head(200, "text/event-stream", -1);
            for (int i = 0; i < 2; i++) {
                wire.write(("event: image_generation.partial_image\ndata: {\"type\":\"image_generation.partial_image\","
                                + "\"b64_json\":\"" + base64(png(i, 9_000))
                                + "\",\"partial_image_index\":" + i + "}\n\n")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            wire.write(
                    ("event: image_generation.completed\ndata: {\"type\":\"image_generation.completed\",\"b64_json\":\""
                                    + base64(last) + "\",\"usage\":{\"total_tokens\":4220}}\n\n")
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            wire.close();
        });
        TaskExchange exchange = exchange();
        ImageRequest request = with(
                "auto", List.of(), null, new PictureOptions(null, null, null, null, null, null, null, null, false, 2));

        Answer answer = ImagesFixture.provider(client, vertx, 0).generate(request, exchange);

        JsonNode sent = ImagesFixture.json(upstream.requests().getFirst());
        assertThat(sent.path("stream").isBoolean() && sent.path("stream").booleanValue())
                .isTrue();
        assertThat(sent.path("partial_images").intValue()).isEqualTo(2);
        assertThat(exchange.events).containsExactly("starts 1", "answer 200 null", "partial 0", "partial 1");
        assertThat(answer.candidates()).hasSize(1);
        assertThat(bytes(answer.candidates().getFirst())).isEqualTo(last);
        assertThat(answer.details().usage().path("total_tokens").intValue()).isEqualTo(4220);
    }

    @Test
    void anUpstreamThatDoesNotStreamIsReadAsUsual() throws Exception {
        upstream.then(wire -> wire.json(200, ImagesFixture.answer(PNG)));
        PictureOptions options = new PictureOptions(null, null, null, null, null, null, null, null, false, 3);
        Answer answer = generate(with("auto", List.of(ImagesFixture.reference(folder, 1, "image/png")), null, options));
        assertThat(answer.candidates()).hasSize(1);
        assertThat(ImagesFixture.form(upstream.requests().getFirst()))
                .filteredOn(part -> part.name().matches("stream|partial_images"))
                .extracting(Part::text)
                .containsExactly("true", "3");
    }

    @Test
    void aDialectThatDoesNotStreamIsNotAskedTo() throws Exception {
        upstream.then(wire -> wire.json(200, ImagesFixture.answer(PNG)));
        generate(with(
                "xai", List.of(), null, new PictureOptions(null, null, null, null, null, null, null, null, false, 3)));
        assertThat(upstream.requests().getFirst().text()).doesNotContain("stream", "partial");
    }

    @ParameterizedTest
    @CsvSource({"recraft,false", "zhipu,false", "xai,true", "ark,true"})
    void whatADialectHasNoPlaceForIsRefusedBeforeItCosts(String dialect, boolean masked) throws Exception {
        ImageRequest.Reference picture = ImagesFixture.reference(folder, 1, "image/png");
        ImageRequest request = with(dialect, List.of(picture), masked ? picture : null, PictureOptions.NONE);
        UpstreamException failure = catchThrowableOfType(UpstreamException.class, () -> generate(request));
        assertThat(failure.code()).isEqualTo("bad_request");
        assertThat(upstream.connections()).isZero();
    }

    @Test
    void azureIsAskedAtItsDeploymentWithItsOwnHeader() throws Exception {
        upstream.then(wire -> wire.json(200, ImagesFixture.answer(PNG)));
        String endpoint = "http://127.0.0.1:" + upstream.port()
                + "/openai/deployments/paint/images/generations?api-version=2025-04-01-preview";
        ImageRequest request = new ImageRequest(
                ImagesFixture.connection(endpoint, "azure"),
                "gpt-image-2",
                "p",
                List.of(ImagesFixture.reference(folder, 1, "image/png")),
                null,
                1,
                PictureOptions.NONE);
        generate(request);
        UpstreamDouble.Request sent = upstream.requests().getFirst();
        assertThat(sent.target()).isEqualTo("/openai/deployments/paint/images/edits?api-version=2025-04-01-preview");
        assertThat(sent.headers()).containsEntry("api-key", KEY).doesNotContainKey("authorization");
    }

    @Test
    void azuresListTellsNothingOfDeployments() {
        upstream.then(wire -> wire.json(200, "{\"data\":[{\"id\":\"gpt-image-2\"},{\"id\":\"gpt-6\"}]}"));
        String endpoint = "http://127.0.0.1:" + upstream.port() + "/openai/deployments/paint?api-version=1";
        ConnectionCheck check =
                ImagesFixture.provider(client, vertx, 0).check(ImagesFixture.connection(endpoint, "azure"), "paint");
        assertThat(upstream.requests().getFirst().target()).isEqualTo("/openai/models?api-version=1");
        assertThat(check.modelKnown()).isNull();
        assertThat(check.pictureModels()).isEqualTo(1);
    }

    @Test
    void modelsComeWithTheImageCapableFirst() {
        upstream.then(
                wire -> wire.json(200, "{\"object\":\"list\",\"data\":[{\"id\":\"gpt-6\"},{\"id\":\"gpt-image-2\"}]}"));
        ImagesProvider provider = ImagesFixture.provider(client, vertx, 0);
        List<UpstreamModel> models =
                provider.models(ImagesFixture.connection(upstream.base() + "/images/edits", "auto"));
        assertThat(models).extracting(UpstreamModel::id).containsExactly("gpt-image-2", "gpt-6");
        assertThat(upstream.requests().getFirst().target()).isEqualTo("/v1/models");
        assertThat(upstream.requests().getFirst().headers()).containsEntry("authorization", "Bearer ***");
        assertThat(provider.check(ImagesFixture.connection(upstream.base(), "auto"), "gpt-image-9")
                        .modelKnown())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "azure"})
    void aRedirectIsNotFollowedAndTheKeyStaysHere(String dialect) throws Exception {
        try (UpstreamDouble elsewhere = new UpstreamDouble()) {
            upstream.then(wire -> wire.json(307, "", "Location: " + elsewhere.base() + "/images/generations"));
            UpstreamException failure = catchThrowableOfType(
                    UpstreamException.class, () -> generate(with(dialect, List.of(), null, PictureOptions.NONE)));
            assertThat(failure.status()).isEqualTo(307);
            assertThat(upstream.posts()).isEqualTo(1);
            assertThat(elsewhere.connections()).isZero();
            assertThat(upstream.requests().getFirst().target()).doesNotContain("sk-");
        }
    }

    @Test
    void theClientsOwnLimitNeverComesFirst() {
        assertThat(ConfigProvider.getConfig().getValue("quarkus.rest-client.upstream.read-timeout", Long.class))
                .isGreaterThanOrEqualTo(24 * 3_600_000L);
        assertThat(ConfigProvider.getConfig().getValue("studio.upstream.timeout", Long.class))
                .isEqualTo(ConfigProvider.getConfig()
                        .getOptionalValue("UPSTREAM_TIMEOUT_MS", Long.class)
                        .orElse(180_000L));
    }
}
