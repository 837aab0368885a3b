package studio.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.testing.FreshFolders;

/** Pictures that were paid for and have arrived, or whose address has: each becomes an entry, and nothing is asked for twice. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class PaidPicturesTest extends CaseScene {

    @ParameterizedTest
    @CsvSource({
        "four-pictures-one-kept/four-urls.json, openai-chat, 4",
        "four-pictures-one-kept/four-b64.json, openai-images, 4",
        "draft-kept-final-dropped/draft-final-chat.json, openai-chat, 2",
        "whole-picture-arrived-but-thrown-away/resp-sse-nopartial.txt, openai-chat, 1",
        "whole-picture-arrived-but-thrown-away/wrap-big.json, gemini, 1",
        "whole-picture-arrived-but-thrown-away/unknown-field-big.json, openai-images, 1",
        "picture-lists-by-other-names/minimax-ok.json, openai-images, 1",
        "picture-lists-by-other-names/data-list-nested.json, openai-images, 1",
        "result-url-relative/rel-path.json, openai-chat, 1",
        "result-url-relative/rel-data.json, openai-images, 1",
        "result-url-not-ascii/url-cn-struct.json, openai-images, 1",
        "result-url-not-ascii/md-angle-chinese.json, openai-chat, 1",
        "result-url-illegal-characters/url-pipe-struct.json, openai-images, 1",
        "result-url-illegal-characters/url-badpct.json, openai-images, 1",
        "result-url-illegal-characters/md-badchars.json, openai-chat, 1",
        "result-url-other-port-or-localhost/grok640.json, openai-chat, 1",
        "result-url-other-port-or-localhost/localhost-url.json, openai-images, 1",
        "markdown-alt-with-brackets/openrelay52.json, openai-chat, 1",
        "markdown-alt-with-brackets/alt-prompt-nl.json, openai-chat, 1",
        "markdown-alt-with-brackets/alt-escaped.json, openai-chat, 1",
        "markdown-alt-with-brackets/alt-brackets-b64.json, openai-chat, 1",
        "markdown-url-with-parens/md-paren.json, openai-chat, 1",
        "url-in-a-sentence/inline-url.json, openai-chat, 1",
        "url-in-a-sentence/autolink.json, openai-chat, 1",
        "url-in-a-sentence/json-content.json, openai-chat, 1",
        "url-in-a-sentence/html-unquoted.json, openai-chat, 1",
        "json-with-a-tail/json-trailing-md.json, openai-chat, 1",
        "json-with-a-tail/sse-bom.txt, openai-chat, 1",
        "base64-damaged-in-known-ways/b64-dup-prefix.json, openai-images, 1",
        "base64-damaged-in-known-ways/b64-pyrepr.json, openai-images, 1",
    })
    void everyPictureOfTheAnswerBecomesAnEntry(String file, String protocol, int pictures) throws Exception {
        String type = file.endsWith(".txt") ? "text/event-stream" : "application/json";
        assertPictures(play(protocol, reply(200, type, file)), pictures);
    }

    @Test
    void ofPicturesOfOneSizeTheLastIsTheMainOne() throws Exception {
        JsonNode task =
                play("openai-chat", reply(200, "application/json", "draft-kept-final-dropped/draft-final-chat.json"));
        JsonNode urls = new ObjectMapper()
                .readTree(file("draft-kept-final-dropped/draft-final-chat.json"))
                .at("/choices/0/message/images");
        String last = urls.path(urls.size() - 1).at("/image_url/url").asText();
        assertSamePixels(
                picture(task.at("/result/galleryEntry")),
                Base64.getDecoder().decode(last.substring(last.indexOf(',') + 1)));
        assertThat(task.at("/result/galleryEntries/0/id")).isEqualTo(task.at("/result/galleryEntry/id"));
    }

    @Test
    void whatCallsBringBeyondWhatTheyWereForIsKeptOfEachOfThem() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        upstream.then(wire -> {
            int first = calls.getAndAdd(3);
            StringBuilder images = new StringBuilder();
            for (int i = first; i < first + 3; i++) {
                images.append(i == first ? "" : ",").append(dataUrl(png(64, 64, i)));
            }
            wire.json(200, "{\"choices\":[{\"message\":{\"images\":[" + images + "]}}]}");
        });
        configure("");
        JsonNode task = client.end(client.create(request(",\"n\":2")));
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("done");
        assertThat(task.at("/result/galleryEntries").findValuesAsText("id"))
                .hasSize(6)
                .doesNotHaveDuplicates();
        assertThat(upstream.posts()).isEqualTo(2);
        assertThat(task.has("shortfall")).isFalse();
    }

    private static String dataUrl(byte[] png) {
        return "\"data:image/png;base64," + Base64.getEncoder().encodeToString(png) + "\"";
    }

    private static byte[] png(int width, int height, int colour) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(width / 2, height / 2, 1 + colour);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    private static void assertSamePixels(byte[] actual, byte[] expected) throws IOException {
        BufferedImage one = ImageIO.read(new ByteArrayInputStream(actual));
        BufferedImage other = ImageIO.read(new ByteArrayInputStream(expected));
        assertThat(pixels(one)).isEqualTo(pixels(other));
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }
}
