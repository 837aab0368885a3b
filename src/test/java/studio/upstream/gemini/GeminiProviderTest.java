package studio.upstream.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static studio.upstream.gemini.GeminiFixture.inline;
import static studio.upstream.gemini.GeminiFixture.parts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import studio.model.PictureOptions;
import studio.testing.FreshFolders;
import studio.testing.UpstreamDouble;
import studio.upstream.Answer;
import studio.upstream.Connection;
import studio.upstream.ImageRequest;
import studio.upstream.ProviderScene;
import studio.upstream.TaskExchange;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class GeminiProviderTest extends ProviderScene {
    private Answer generate(ImageRequest request) throws Exception {
        return GeminiFixture.provider(client, vertx, 0).generate(request, GeminiFixture.exchange(folder));
    }

    private Answer answer(String json) throws Exception {
        upstream.then(wire -> wire.json(200, json));
        return generate(GeminiFixture.request(GeminiFixture.connection(upstream.base())));
    }

    private JsonNode sent() throws Exception {
        return new ObjectMapper().readTree(upstream.requests().getFirst().body());
    }

    private static byte[] only(Answer answer) throws Exception {
        assertThat(answer.candidates()).hasSize(1);
        return Files.readAllBytes(((Answer.StoredPicture) answer.candidates().getFirst()).file());
    }

    @Test
    void aPromptBecomesAPicture() throws Exception {
        upstream.then(wire -> wire.json(200, GeminiFixture.answer(PNG)));
        TaskExchange exchange = GeminiFixture.exchange(folder);

        Answer answer = GeminiFixture.provider(client, vertx, 0)
                .generate(
                        GeminiFixture.request(GeminiFixture.connection(upstream.base() + "?key=in-url&g=1")), exchange);

        assertThat(only(answer)).isEqualTo(PNG);
        assertThat(answer.text()).isEqualTo("Here you go");
        assertThat(answer.details().model()).isEqualTo("m-1");
        assertThat(answer.details().requestId()).isEqualTo("r-1");
        assertThat(answer.details().usage().path("totalTokenCount").asInt()).isEqualTo(1570);
        assertThat(answer.details().turn()).isNull();
        assertThat(exchange.events).containsExactly("starts 1", "answer 200 null");

        UpstreamDouble.Request sent = upstream.requests().getFirst();
        assertThat(sent.method() + " " + sent.target())
                .isEqualTo("POST /v1beta/models/gemini-3-pro-image:generateContent?g=1");
        assertThat(sent.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("content-length", Integer.toString(sent.body().length))
                .doesNotContainKeys("transfer-encoding", "cookie");
        assertThat(sent.text()).isEqualTo("""
                {"contents":[{"role":"user","parts":[{"text":"一只小船"}]}],\
                "generationConfig":{"responseModalities":["TEXT","IMAGE"]}}""");
    }

    @Test
    void referencesGoInlineInTheirOrderAndSearchIsATool() throws Exception {
        upstream.then(wire -> wire.json(200, GeminiFixture.answer(PNG)));
        Path one = Files.write(folder.resolve("one.png"), png(2));
        Path two = Files.write(folder.resolve("two.webp"), png(3));
        generate(new ImageRequest(
                GeminiFixture.connection(upstream.base()),
                "models/gemini-3-pro-image",
                "",
                List.of(
                        new ImageRequest.Reference(one, "image/png", Files.size(one)),
                        new ImageRequest.Reference(two, "image/webp", Files.size(two))),
                null,
                1,
                new PictureOptions("16:9", "2k", "1x1", "high", "webp", 90, "opaque", "low", true, 2)));

        assertThat(upstream.requests().getFirst().target()).endsWith("/models/gemini-3-pro-image:generateContent");
        assertThat(sent().at("/contents/0/parts").toString())
                .isEqualTo("[" + inline(base64(Files.readAllBytes(one))) + ","
                        + inline(base64(Files.readAllBytes(two))).replace("image/png", "image/webp") + "]");
        assertThat(sent().path("generationConfig").toString())
                .isEqualTo("{\"responseModalities\":[\"TEXT\",\"IMAGE\"],"
                        + "\"imageConfig\":{\"aspectRatio\":\"16:9\",\"imageSize\":\"2K\"}}");
        assertThat(sent().path("tools").toString()).isEqualTo("[{\"googleSearch\":{}}]");
        assertThat(folder.toFile().list((d, name) -> name.startsWith("request-")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-nano-banana-2.1, 4k, {\"imageSize\":\"4K\"}",
        "gemini-3.1-flash-image, 512, {\"imageSize\":\"512\"}",
        "gemini-3.1-flash-image, 0.5K, {\"imageSize\":\"512\"}",
        "gemini-3.1-flash-image, 512px, {\"imageSize\":\"512\"}",
        "gemini-2.5-flash-image, 2K, ''",
        "models/gemini-2.5-flash-image-preview, 1K, ''"
    })
    void theSizeIsWrittenAsTheModelTakesIt(String model, String size, String imageConfig) throws Exception {
        upstream.then(wire -> wire.json(200, GeminiFixture.answer(PNG)));
        generate(
                GeminiFixture.request(GeminiFixture.connection(upstream.base()), model, PictureOptions.of(null, size)));
        assertThat(sent().at("/generationConfig/imageConfig").toString()).isEqualTo(imageConfig);
    }

    @ParameterizedTest
    @CsvSource({
        "AIzaSyGoogleKey0123456789, true, false",
        "AQ.Ab8GoogleKey0123456789, true, false",
        "ya29.OAuthToken0123456789, false, true",
        "sk-relay-0123456789, true, true"
    })
    void aKeyTravelsInTheHeadersThatItIsMeantFor(String key, boolean google, boolean bearer) throws Exception {
        upstream.then(wire -> wire.json(200, GeminiFixture.answer(PNG)), wire -> wire.json(200, "{}"));
        Connection connection = GeminiFixture.connection(upstream.base(), key);
        generate(GeminiFixture.request(connection));
        GeminiFixture.provider(client, vertx, 0).models(connection);
        for (UpstreamDouble.Request request : upstream.requests()) {
            assertThat(request.headers().get("x-goog-api-key")).isEqualTo(google ? key : null);
            assertThat(request.headers().get("authorization")).isEqualTo(bearer ? "Bearer ***" : null);
            assertThat(request.target()).doesNotContain(key);
        }
        java.net.URI googles = java.net.URI.create("https://generativelanguage.googleapis.com/v1beta");
        assertThat(GeminiProvider.target(GeminiFixture.connection(googles.toString(), "odd-key"), googles)
                        .headers())
                .doesNotContainKey("Authorization");
    }

    static Stream<Arguments> shapes() {
        String b = base64(PNG);
        return Stream.of(
                arguments("camelCase", parts(inline(b))),
                arguments(
                        "snake_case",
                        "{\"candidates\":[{\"finish_reason\":\"STOP\",\"content\":{\"parts\":[{\"text\":\"x\"},{\"inline_data\":{\"mime_type\":\"image/png\",\"data\":\""
                                + b + "\"}}]}}]}"),
                arguments("markdown of a relay", parts("{\"text\":\"![image](data:image/png;base64," + b + ")\"}")),
                arguments("a data URL as data", parts(inline("data:image/png;base64," + b))),
                arguments("line breaks", parts(inline(b.replaceAll("(.{76})", "$1\\\\r\\\\n")))),
                arguments("white space before", parts(inline(" \\n" + b))),
                arguments("URL-safe", parts(inline(Base64.getUrlEncoder().encodeToString(PNG)))),
                arguments("unpadded", parts(inline(b.replace("=", "")))),
                arguments(
                        "events",
                        "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}\r\n\r\ndata: "
                                + parts(inline(b)).replace("\n", "")
                                + "\r\n\r\ndata: {\"usageMetadata\":{\"totalTokenCount\":3}}\r\n\r\n"),
                arguments(
                        "an array of events",
                        "[{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]},\n" + parts(inline(b)) + "]"),
                arguments("beside an empty candidate", "{\"candidates\":[{\"content\":{}},{}," + candidate(b) + "]}"),
                arguments(
                        "beside a blocked candidate",
                        "{\"candidates\":[{\"finishReason\":\"IMAGE_SAFETY\"}," + candidate(b) + "]}"));
    }

    private static String candidate(String b) {
        return "{\"finishReason\":\"STOP\",\"content\":{\"parts\":[" + inline(b) + "]}}";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void thePictureIsFoundInEveryShape(String name, String body) throws Exception {
        assertThat(only(answer(body))).isEqualTo(PNG);
    }

    @Test
    void aFileThatGoogleKeepsIsToBeFetched() throws Exception {
        Answer answer = answer(
                parts(
                        "{\"file_data\":{\"file_uri\":\"https://generativelanguage.googleapis.com/v1beta/files/abc\",\"mime_type\":\"image/png\"}}"));
        assertThat(answer.candidates())
                .hasOnlyElementsOfType(Answer.RemotePicture.class)
                .hasSize(1);
    }

    @Test
    void thoughtsAreNeitherPicturesNorWordsAndLeaveNoFile() throws Exception {
        String draft = inline(base64(png(9))).replace("}}", "},\"thought\":true}");
        Answer answer = answer(parts("{\"text\":\"planning\",\"thought\":true}," + draft + "," + inline(base64(PNG))));
        assertThat(only(answer)).isEqualTo(PNG);
        assertThat(answer.text()).isEmpty();
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void aSignedTurnIsKeptWordForWordWithoutItsPictures() throws Exception {
        String signature = base64(new byte[30_000]);
        String signedPicture = inline(base64(PNG)).replace("}}", "},\"thoughtSignature\":\"" + signature + "\"}");
        String bmpLike = "Qk" + "x".repeat(9_998);
        Answer answer =
                answer(parts("{\"text\":\"planning\",\"thought\":true},{\"text\":\"Here\",\"thoughtSignature\":\""
                        + bmpLike + "\"}," + signedPicture));

        JsonNode turn = answer.details().turn();
        String sha = studio.files.Sha256.hex(
                ((Answer.StoredPicture) answer.candidates().getFirst()).file());
        assertThat(turn).isEqualTo(new ObjectMapper().readTree("""
                {"role":"model","parts":[{"text":"planning","thought":true},{"text":"Here","thoughtSignature":"%s"},
                 {"inlineData":{"mimeType":"image/png","sha256":"%s"},"thoughtSignature":"%s"}]}""".formatted(bmpLike, sha, signature)));
    }

    @Test
    void aSignedTurnNamesItsDraftsAndCopiesThoughTheirFilesGo() throws Exception {
        byte[] draft = png(9);
        String thought = inline(base64(draft)).replace("}}", "},\"thought\":true}");
        String signed = inline(base64(PNG)).replace("}}", "},\"thoughtSignature\":\"s\"}");
        Answer answer = answer(parts(thought + "," + signed + "," + inline(base64(PNG))));

        assertThat(only(answer)).isEqualTo(PNG);
        assertThat(folder.toFile().list()).hasSize(1);
        String picture = HexFormat.of().formatHex(studio.files.Sha256.of(PNG));
        assertThat(answer.details().turn().findValuesAsText("sha256"))
                .containsExactly(HexFormat.of().formatHex(studio.files.Sha256.of(draft)), picture, picture);
    }

    @Test
    void aStreamedTurnIsPutTogetherAndAnEndlessOneIsNotKept() throws Exception {
        String first = "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\",\"thought_signature\":\"s1\"}]}}]}";
        Answer streamed = answer("[" + first + "," + parts(inline(base64(PNG))) + "]");
        assertThat(streamed.details().turn().path("parts")).hasSize(2);
        assertThat(streamed.details().turn().at("/parts/0/thought_signature").asText())
                .isEqualTo("s1");

        String usual = base64(new byte[800_000]);
        Answer kept = answer(parts("{\"text\":\"a\",\"thoughtSignature\":\"" + usual + "\"}," + inline(base64(PNG))));
        assertThat(kept.details().turn().at("/parts/0/thoughtSignature").asText())
                .isEqualTo(usual);

        String endless = base64(new byte[7_000_000]);
        Answer large =
                answer(parts("{\"text\":\"a\",\"thoughtSignature\":\"" + endless + "\"}," + inline(base64(PNG))));
        assertThat(large.details().turn()).isNull();
        assertThat(only(large)).isEqualTo(PNG);
    }

    @Test
    void aLargeAnswerArrivesWhole() throws Exception {
        byte[] large = new byte[50_000_000];
        new java.util.Random(7).nextBytes(large);
        System.arraycopy(PNG, 0, large, 0, 12);
        byte[] body = GeminiFixture.answer(large).getBytes(StandardCharsets.UTF_8);
        upstream.then(wire -> wire.answer(200, "application/json", body));
        Answer answer = generate(GeminiFixture.request(GeminiFixture.connection(upstream.base())));
        Path file = ((Answer.StoredPicture) answer.candidates().getFirst()).file();
        assertThat(Files.mismatch(file, Files.write(folder.resolve("large"), large)))
                .isEqualTo(-1);
    }
}
