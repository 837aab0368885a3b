package studio.practice.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.config.SandboxKey;
import studio.testing.FreshFolders;

/** The practice upstream as a client sees it, over a real socket. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class PracticeUpstreamTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestHTTPResource("/sandbox/v1/")
    URI base;

    @Inject
    SandboxKey key;

    @Inject
    Callers callers;

    @Inject
    Easels easels;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void aPromptBecomesAPictureOfTheAskedSize() throws Exception {
        HttpResponse<String> answer = ask("{\"aspect_ratio\":\"16:9\",\"image_size\":\"512\"}", "a boat at sunset");
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode body = JSON.readTree(answer.body());
        assertThat(answer.headers().firstValue("X-Generation-Id"))
                .hasValue(body.path("id").asText());
        assertThat(body.path("id").asText()).startsWith("gen-");
        assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(body.at("/usage/cost").asInt(-1)).isZero();
        BufferedImage picture =
                picture(body.at("/choices/0/message/images/0/image_url/url").asText(), "image/png");
        assertThat(picture.getWidth()).isEqualTo(688);
        assertThat(picture.getHeight()).isEqualTo(384);
    }

    @Test
    void theSameWordsGiveTheSamePictureAndOtherReferencesAnotherTint() throws Exception {
        String first = url(ask("{\"image_size\":\"512\"}", "forest"));
        assertThat(url(ask("{\"image_size\":\"512\"}", "forest"))).isEqualTo(first);
        String withReference = "{\"model\":\"sandbox-sketch\",\"messages\":[{\"role\":\"user\",\"content\":["
                + "{\"type\":\"text\",\"text\":\"forest\"},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAABBBB\"}}]}]}";
        assertThat(url(send(withReference, key.value()))).isNotEqualTo(first);
    }

    @Test
    void aLargeReferenceIsReadAndNotHeld() throws Exception {
        String body = "{\"model\":\"sandbox-sketch\",\"messages\":[{\"role\":\"user\",\"content\":["
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64," + "A".repeat(8_000_000)
                + "\"}},{\"type\":\"text\",\"text\":\"mist\"}]}]}";
        assertThat(send(body, key.value()).statusCode()).isEqualTo(200);
    }

    @Test
    void theJpegPainterAnswersWithJpeg() throws Exception {
        String body = "{\"model\":\"sandbox-painter-jpeg\",\"messages\":[{\"role\":\"user\",\"content\":\"city\"}]}";
        BufferedImage picture = picture(url(send(body, key.value())), "image/jpeg");
        assertThat(picture.getWidth()).isEqualTo(1024);
    }

    @Test
    void modelsAndKeyAreListed() throws Exception {
        assertThat(JSON.readTree(get("models?output_modalities=image").body()).at("/data"))
                .hasSize(3);
        assertThat(JSON.readTree(get("models?output_modalities=audio").body()).at("/data"))
                .isEmpty();
        assertThat(JSON.readTree(get("key").body()).at("/data/is_free_tier").asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong", "sandbox-"})
    void withoutTheKeyNothingIsServed(String other) throws Exception {
        HttpResponse<String> answer = send("{}", other);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(JSON.readTree(answer.body()).at("/error/code").asInt()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"model\":",
                "{\"model\":\"sandbox-sketch\"}",
                "{\"model\":\"no\",\"messages\":[{\"content\":\"x\"}]}"
            })
    void whatIsNoRequestIsRefusedInTheEnvelope(String body) throws Exception {
        HttpResponse<String> answer = send(body, key.value());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).at("/error/message").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"400", "402", "404", "429", "500", "502", "503", "524", "529"})
    void aNumberInBracketsIsTheStatus(int status) throws Exception {
        HttpResponse<String> answer = ask("{}", "a cat [" + status + "]");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).at("/error/code").asInt()).isEqualTo(status);
    }

    @Test
    void aRateLimitNamesItsWaitAndMayEndAtTheSecondTry() throws Exception {
        HttpResponse<String> first = sketch("a star [429 2s once]");
        assertThat(first.statusCode()).isEqualTo(429);
        assertThat(first.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(sketch("a star [429 2s once]").statusCode()).isEqualTo(200);
        assertThat(sketch("a star [429 2s once]").statusCode()).isEqualTo(429);
    }

    @Test
    void refusalsNameTheirReasons() throws Exception {
        HttpResponse<String> refused = sketch("[refuse] me");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(JSON.readTree(refused.body()).at("/error/metadata/reasons/0").asText())
                .isEqualTo("violence");
        JsonNode blocked = JSON.readTree(sketch("[block] me").body());
        assertThat(blocked.at("/choices/0/finish_reason").asText()).isEqualTo("content_filter");
        assertThat(blocked.at("/choices/0/message/images").isMissingNode()).isTrue();
        HttpResponse<String> hidden = sketch("[error200]");
        assertThat(hidden.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(hidden.body()).at("/error/code").asInt()).isEqualTo(502);
    }

    @Test
    void severalCandidatesHaveSeveralSizes() throws Exception {
        JsonNode images = JSON.readTree(sketch("sea [many 3]").body()).at("/choices/0/message/images");
        assertThat(images).hasSize(3);
        assertThat(picture(images.at("/0/image_url/url").asText(), "image/png").getWidth())
                .isEqualTo(256);
        assertThat(picture(images.at("/1/image_url/url").asText(), "image/png").getWidth())
                .isEqualTo(512);
    }

    @Test
    void oddFormsAreWhatTheySay() throws Exception {
        JsonNode text = JSON.readTree(sketch("[text]").body());
        assertThat(text.at("/choices/0/message/content").asText()).isNotEmpty();
        assertThat(text.at("/choices/0/message/images").isMissingNode()).isTrue();
        String markdown = JSON.readTree(sketch("[markdown] hills").body())
                .at("/choices/0/message/content")
                .asText();
        assertThat(markdown).contains("![picture](data:image/png;base64,").endsWith(")");
        picture(markdown.substring(markdown.indexOf("data:"), markdown.length() - 1), "image/png");
        assertThat(url(sketch("[svg]"))).startsWith("data:image/svg+xml;base64,");
        assertThat(url(sketch("[badbase64]"))).contains("!!!");
        assertThat(sketch("[html]").headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/html");
        assertThatThrownBy(() -> JSON.readTree(sketch("[truncated]").body())).isInstanceOf(IOException.class);
        byte[] half = Base64.getDecoder().decode(url(sketch("[half]")).substring("data:image/png;base64,".length()));
        assertThat(new String(half, half.length - 8, 4, java.nio.charset.StandardCharsets.ISO_8859_1))
                .isNotEqualTo("IEND");
    }

    @Test
    void aLinkLeadsToThePictureWithoutAKeyAndCannotBeForged() throws Exception {
        String link = url(sketch("[url] snow"));
        HttpResponse<byte[]> picture =
                client.send(HttpRequest.newBuilder(URI.create(link)).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(picture.statusCode()).isEqualTo(200);
        assertThat(picture.headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(ImageIO.read(new ByteArrayInputStream(picture.body())).getWidth())
                .isEqualTo(512);
        String forged = link.replace("/files/", "/files/9");
        assertThat(client.send(
                                HttpRequest.newBuilder(URI.create(forged)).build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[cut]", "[reset]"})
    void aBrokenConnectionBreaks(String word) {
        assertThatThrownBy(() -> sketch("dunes " + word)).isInstanceOf(IOException.class);
    }

    @Test
    void slowAndDrippingAnswersTakeTheirTime() throws Exception {
        long start = System.nanoTime();
        assertThat(sketch("[slow 300ms] sea").statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
        start = System.nanoTime();
        picture(url(sketch("[drip 1s] sea")), "image/png");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(300));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[hang]", "[slow 5m]", "[drip 5m]"})
    void aWaitEndsWhenTheClientHangsUp(String word) {
        HttpClient own = HttpClient.newHttpClient();
        CompletableFuture<HttpResponse<String>> answer =
                own.sendAsync(request(sketchBody(word + " lake"), key.value()), HttpResponse.BodyHandlers.ofString());
        Awaitility.await().until(() -> callers.count() == 1);
        answer.cancel(true);
        own.shutdownNow();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> callers.count() == 0);
    }

    @Test
    void theAnswerBeginsBeforeThePictureIsDrawnAndDrawingEndsWithTheReader() throws Exception {
        String body = "{\"model\":\"sandbox-painter\",\"image_config\":{\"image_size\":\"4K\"},"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"sea\"}]}";
        HttpResponse<java.io.InputStream> answer =
                client.send(request(body, key.value()), HttpResponse.BodyHandlers.ofInputStream());
        try (java.io.InputStream in = answer.body()) {
            byte[] first = in.readNBytes(100);
            assertThat(first).hasSize(100);
            // Its sixteen million pixels are still being drawn.
            assertThat(callers.count()).isEqualTo(1);
        }
        Awaitility.await().until(() -> callers.count() == 0 && easels.free() == 4);
    }

    private HttpResponse<String> ask(String imageConfig, String prompt) throws Exception {
        return send(
                "{\"model\":\"sandbox-painter\",\"modalities\":[\"image\",\"text\"],\"image_config\":" + imageConfig
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}",
                key.value());
    }

    private HttpResponse<String> sketch(String prompt) throws IOException, InterruptedException {
        return send(sketchBody(prompt), key.value());
    }

    private static String sketchBody(String prompt) {
        return "{\"model\":\"sandbox-sketch\",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}";
    }

    private HttpResponse<String> send(String body, String secret) throws IOException, InterruptedException {
        return client.send(request(body, secret), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String body, String secret) {
        return HttpRequest.newBuilder(base.resolve("chat/completions"))
                .header("Authorization", "Bearer " + secret)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(base.resolve(path))
                        .header("Authorization", "Bearer " + key.value())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String url(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).isEqualTo(200);
        return JSON.readTree(answer.body())
                .at("/choices/0/message/images/0/image_url/url")
                .asText();
    }

    private static BufferedImage picture(String dataUrl, String type) throws IOException {
        String prefix = "data:" + type + ";base64,";
        assertThat(dataUrl).startsWith(prefix);
        byte[] bytes = Base64.getDecoder().decode(dataUrl.substring(prefix.length()));
        return ImageIO.read(new ByteArrayInputStream(bytes));
    }
}
