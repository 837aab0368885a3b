package studio.practice.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.config.SandboxKey;
import studio.practice.Picture;
import studio.practice.PracticeCalls;
import studio.testing.FreshFolders;

/** OpenAI's Images API, where its own client does not look closely. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class OpenAiImagesTest {
    private static final String FORM = "multipart/form-data; boundary=part";

    @TestHTTPResource("/sandbox/v1/images/")
    URI base;

    @Inject
    SandboxKey key;

    private PracticeCalls calls;

    @BeforeEach
    void useTheKey() {
        calls = new PracticeCalls(base, List.of("Authorization", "Bearer " + key.value()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"image", "image[]", "image[0]"})
    void anEditTakesFilesByAnyOfTheirNamesBeforeOrAfterTheText(String name) throws Exception {
        String body = file(name, "one") + text("prompt", "mist") + text("size", "64x48") + file(name, "another")
                + text("model", "sandbox-sketch") + file("mask", "mask") + "--part--\r\n";
        PracticeCalls.Answer answer = calls.send("POST", "edits", FORM, body);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(Picture.of(answer.json().at("/data/0/b64_json"))).isEqualTo(new Picture("png", 64, 48));
        assertThat(answer.json().at("/usage/input_tokens_details/image_tokens").asInt())
                .isEqualTo(516);
    }

    @Test
    void anEditInJsonNamesItsPicturesByAddress() throws Exception {
        PracticeCalls.Answer answer = calls.post("edits", """
                {"model":"sandbox-sketch","prompt":"mist","size":"64x48",
                 "images":[{"image_url":"data:image/png;base64,iVBORw0KGgo="}],"mask":{"image_url":"data:,"}}""");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/usage/input_tokens_details/image_tokens").asInt())
                .isEqualTo(258);
    }

    @Test
    void aLongPromptInAFormIsRead() throws Exception {
        String prompt = "sea ".repeat(7_000);
        String body = file("image", "one") + text("prompt", prompt) + text("size", "64x48")
                + text("model", "sandbox-sketch") + "--part--\r\n";
        assertThat(calls.send("POST", "edits", FORM, body).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"prompt\":\"x\",\"response_format\":\"b64_json\"} | unknown_parameter | response_format",
                "{\"prompt\":\"x\",\"steps\":4} | unknown_parameter | steps",
                "{\"prompt\":\"x\",\"n\":11} | invalid_value | n",
                "{\"prompt\":\"x\",\"size\":\"big\"} | invalid_value | size",
                "{\"prompt\":\"x\",\"output_format\":\"webp\"} | invalid_value | output_format",
                "{\"prompt\":\"x\",\"background\":\"transparent\"} | invalid_value | background",
                "{\"prompt\":\"x\",\"partial_images\":4} | invalid_value | partial_images",
                "{\"model\":\"sandbox-sketch\"} | invalid_value | prompt",
            })
    void whatCannotBeDoneIsRefusedByItsName(String body, String code, String parameter) throws Exception {
        PracticeCalls.Answer answer = calls.post("generations", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(answer.json().at("/error/code").asText()).isEqualTo(code);
        assertThat(answer.json().at("/error/param").asText()).isEqualTo(parameter);
        assertThat(answer.http().headers().firstValue("x-request-id")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"GET,generations,405", "POST,generations/old,404"})
    void whatTheServerSaysByItselfIsInTheEnvelopeToo(String method, String path, int status) throws Exception {
        PracticeCalls.Answer answer = calls.send(method, path, "application/json", "{}");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
        assertThat(answer.json().at("/error/message").asText()).isNotEmpty();
    }

    @Test
    void theKeyMayComeAsAzureSendsIt() throws Exception {
        String body = sketch("a cat");
        assertThat(new PracticeCalls(base, List.of("api-key", key.value()))
                        .post("generations", body)
                        .status())
                .isEqualTo(200);
        PracticeCalls.Answer refused = new PracticeCalls(base, List.of()).post("generations", body);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
    }

    @ParameterizedTest
    @CsvSource({"16,16", "17,33", "61,45", "640,427", "1000,16"})
    void aJpegLooksLikeThePngOfTheSameWords(int width, int height) throws Exception {
        String prompt = "mountains and a boat on the sea at sunset\",\"size\":\"" + width + "x" + height;
        BufferedImage png = image(generate(prompt + "\",\"output_format\":\"png"));
        BufferedImage jpeg = image(generate(prompt + "\",\"output_format\":\"jpeg"));
        assertThat(jpeg.getWidth()).isEqualTo(width);
        assertThat(jpeg.getHeight()).isEqualTo(height);
        double sum = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    int difference = (png.getRGB(x, y) >> shift & 255) - (jpeg.getRGB(x, y) >> shift & 255);
                    sum += difference * difference;
                }
            }
        }
        double psnr = 10 * Math.log10(255 * 255 / Math.max(1e-9, sum / (3.0 * width * height)));
        // A scene of a few pixels has colours next to each other that halved chroma cannot keep apart.
        assertThat(psnr).isGreaterThan(width * height > 100_000 ? 33 : 18);
    }

    private static BufferedImage image(PracticeCalls.Answer answer) throws IOException {
        String base64 = answer.json().at("/data/0/b64_json").asText();
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
    }

    @Test
    void oddAnswersAreWhatTheySay() throws Exception {
        assertThat(generate("[url] snow").json().at("/data/0/url").asText()).contains("/sandbox/files/");
        assertThat(generate("[many 3]").json().at("/data")).hasSize(3);
        assertThat(generate("[empty]").json().at("/data")).isEmpty();
        assertThat(generate("[badbase64]").json().at("/data/0/b64_json").asText())
                .contains("!!!");
        assertThat(generate("[error200]").status()).isEqualTo(200);
        assertThat(generate("[error200]").json().at("/error/code").asText()).isEqualTo("server_error");
        assertThatThrownBy(() -> generate("[truncated]").json()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> generate("[cut]")).isInstanceOf(IOException.class);
        PracticeCalls.Answer limited = generate("[429 1500ms]");
        assertThat(limited.http().headers().firstValue("retry-after-ms")).hasValue("1500");
    }

    @Test
    void aStreamMayEndWithoutItsPicture() throws Exception {
        String body = sketch("[truncated]").replace("}", ",\"stream\":true,\"partial_images\":1}");
        PracticeCalls.Answer answer = calls.post("generations", body);
        assertThat(answer.http().headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/event-stream");
        assertThat(answer.http().body())
                .contains("event: image_generation.partial_image\n")
                .doesNotEndWith("\n\n");
    }

    private PracticeCalls.Answer generate(String prompt) throws Exception {
        return calls.post("generations", sketch(prompt));
    }

    private static String sketch(String prompt) {
        return "{\"model\":\"sandbox-sketch\",\"prompt\":\"" + prompt + "\"}";
    }

    private static String text(String name, String value) {
        return "--part\r\nContent-Disposition: form-data; name=\"" + name
                + "\"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + value + "\r\n";
    }

    private static String file(String name, String bytes) {
        return "--part\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"a.png\"\r\n\r\n" + bytes
                + "\r\n";
    }
}
