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
import org.junit.jupiter.params.provider.ValueSource;
import studio.testing.FreshFolders;
import studio.testing.UpstreamDouble;

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

    /** D is a data URL, B its base64, U an address at the upstream's origin, P its path; ' stands for ". */
    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "openai-images => {'x':{'y':[{'Bild':'B'}]}}",
                "openai-images => {'image_base64':['B']}",
                "openai-images => {'response':{'data':[{'b64_json':'B'}]}}",
                "openrouter-images => {'payload':{'text':'![x](D)'}}",
                "gemini => {'result':{'candidates':[{'content':{'parts':[{'inlineData':{'data':'B'}}]}}]}}",
                "openai-images => {'Data':{'ResultUrls':['U']}}",
                "openai-images => {'output_images':['U']}",
                "openai-images => {'generated':[{'link':'U'}],'status_url':'http://127.0.0.1:21900/status/1'}",
                "openai-images => {'data':[{'url':['U']}]}",
                "openai-images => {'files':[{'path':'P'}]}",
                "openai-images => {'data':[{'b64_json':'P'}]}",
                "openai-images => {'data':[{'url':'  U\\n'}]}",
                "openai-images => {'data':[{'url':'![x](U)'}]}",
                "openai-images => {'data':[{'b64_json':'\\'B\\''}]}",
                "openai-images => {'data':[{'b64_json':'base64,B'}]}",
                "openai-images => {'data':[{'b64_json':'image/png;base64,B'}]}",
                "openai-images => {'data':[{'b64_json':'data:image/png,B'}]}",
                "gemini => {'candidates':[{'content':{'parts':[{'fileData':{'fileUri':'P'}}]}}]}",
                "gemini => {'candidates':[{'content':{'parts':[{'text':'![x](P)'}]}}]}",
                "chat => ![a ] b](U)",
                "chat => ![a [ b](U)",
                "chat => [![a [b] c](U 'title (1)')](http://127.0.0.1:21900/page(2))",
                "chat => ![a][1]\\n\\n[1]: U",
                "chat => ![a\\n\\nb](U)",
                "chat => ![a]( <U> )",
                "chat => ![a](http://127.0.0.1:21900/pic/(a(b)c)/base.png)",
                "chat => [open (big)](http://127.0.0.1:21900/pic/(a(b)c)/base.png)",
                "chat => ![a](http://127.0.0.1:21900/pic/a b/base.png)",
                "chat => ![a](http://127.0.0.1:21900/media/1)",
                "chat => <img alt='a>b' src=\\'P\\'>",
                "chat => 图片在这里：U。请查收",
                "chat => (U), **U** and `U`!",
                "chat => ```json\\n{\\'images\\':[\\'U\\']}\\n```",
                "chat => Here: {\\'b64_json\\':\\'B\\'}",
                "chat => b'B'"
            })
    void aPictureIsFoundHoweverItIsWritten(String protocol, String written) throws Exception {
        String base64 = Base64.getEncoder().encodeToString(file("pics/base.png"));
        String text = written.replace('\'', '"')
                .replaceAll("\\bU\\b", "http://127.0.0.1:21900/pic/x/base.png?a=1%2B2")
                .replaceAll("\\bP\\b", "/pic/x/base.png")
                .replaceAll("\\bD\\b", "data:image/png;base64,B")
                .replaceAll("\\bB\\b", base64);
        String body = protocol.equals("chat")
                ? "{\"choices\":[{\"message\":{\"content\":\"" + text.replaceAll("(?<!\\\\)\"", "\\\\\"") + "\"}}]}"
                : text;
        JsonNode task = play(protocol.equals("chat") ? "openai-chat" : protocol, Reply.json(body));
        assertPictures(task, 1);
        assertSamePixels(picture(task.at("/result/galleryEntry")), file("pics/base.png"));
        assertThat(task.at("/result/galleryEntry/responseText").asText()).doesNotContain("![", "](", "<img", "base64");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'data':[{'b64_json':'B'}]}\n\ndata: [DONE]\n",
                "{'data':[{'b64_json':'B'}]} trailing words",
                "{'data':[{'b64_json':'B'}]}{'usage':{}}",
                "\uFEFF{'data':[{'b64_json':'B'}]}",
                ": ping\n\n{'data':[{'b64_json':'B'}]}",
                "{'status':'progress'}\n{'data':[{'b64_json':'B'}]}\n{'done':true}\n",
                "data: [{'data':[{'b64_json':'B'}]}]\n\ndata: [DONE]\n\n"
            })
    void whatStandsAroundADocumentTakesNothingAway(String body) throws Exception {
        String base64 = Base64.getEncoder().encodeToString(file("pics/base.png"));
        assertPictures(play("openai-images", Reply.json(body.replace('\'', '"').replace("B", base64))), 1);
    }

    @Test
    void blanksWherePlusesWereBecomePluses() throws Exception {
        byte[] picture = png(90, 70, 12345);
        String base64 = Base64.getEncoder().encodeToString(picture);
        for (int colour = 0; !base64.contains("+"); colour++) {
            picture = png(90, 70, colour);
            base64 = Base64.getEncoder().encodeToString(picture);
        }
        JsonNode task =
                play("openai-images", Reply.json("{\"data\":[{\"b64_json\":\"" + base64.replace('+', ' ') + "\"}]}"));
        assertPictures(task, 1);
        assertSamePixels(picture(task.at("/result/galleryEntry")), picture);
    }

    @Test
    void whatCannotBeSavedOfDamagedDataIsNotBlamedOnTheEndpoint() throws Exception {
        JsonNode task =
                play("openai-images", Reply.json("{\"data\":[{\"b64_json\":\"iVBORw0KGgo#### no more ####\"}]}"));
        assertFailed(task, "unreadable_answer", true);
        assertThat(task.path("nextStep").asText()).isEqualTo("check_bill");
        assertThat(task.path("error").asText()).doesNotContain("接口地址");
    }

    @ParameterizedTest
    @CsvSource({
        "http://img.example.invalid/a.png",
        "https://img.example.invalid/a.png?sig=a|b",
        "http://grok2api:8000/none/a.png",
        "http://10.1.2.3/none/a.png",
        "/none/a.png"
    })
    void whatCannotBeFetchedIsShownWithItsAddressAndARetryIsFree(String address) throws Exception {
        JsonNode task = play("openai-images", Reply.json("{\"data\":[{\"url\":\"" + address + "\"}]}"));
        assertFailed(task, "download_failed", true);
        assertThat(task.at("/upstream/message").asText()).contains(address);
        assertThat(task.path("nextStep").asText()).isEqualTo("retry");
        assertFailed(retry(task), "download_failed", true);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"error\":{\"message\":\"bad picture\",\"image\":\"B\"}}', upstream_error",
        "'{\"choices\":[{\"message\":{\"content\":\"Look at http://127.0.0.1:21900/page for more\"}}]}', no_image",
        "'{\"choices\":[{\"message\":{\"content\":\"See http://127.0.0.1:21900/none/a.png\"}}]}', no_image",
        "'{\"message\":\"ok\",\"docs\":\"http://127.0.0.1:21900/pic/docs\"}', no_image",
        "'{\"parts\":[{\"thought\":true,\"inlineData\":{\"data\":\"B\"}}]}', no_image",
        "'{\"preview\":\"B\",\"note\":\"soon\"}', no_image"
    })
    void whatIsNoResultIsNotTakenForOne(String body, String code) throws Exception {
        String base64 = Base64.getEncoder().encodeToString(file("pics/base.png"));
        JsonNode task = play("openai-images", Reply.json(body.replace("\"B\"", "\"" + base64 + "\"")));
        assertThat(task.path("errorCode").asText()).as(task.toString()).isEqualTo(code);
        assertThat(upstream.posts()).isEqualTo(1);
    }

    @Test
    void ofSeveralAddressesTheMissingOneIsFetchedByTheRetry() throws Exception {
        broken = true;
        String item = "{\"url\":\"http://127.0.0.1:21900/pic/%s\"}";
        JsonNode task = play(
                "openai-images",
                Reply.json("{\"data\":[" + item.formatted("a.jpg") + "," + item.formatted("c.png") + "]}"),
                ",\"model\":\"gpt-image-1\",\"n\":2");
        assertPictures(task, 1);
        assertThat(task.at("/shortfall/code").asText()).isEqualTo("download_failed");
        assertThat(task.at("/shortfall/upstream/message").asText()).contains("/pic/c.png");
        broken = false;
        assertPictures(retry(task), 2);
    }

    private volatile boolean broken;

    @Override
    protected void get(UpstreamDouble.Wire wire) throws IOException {
        if (broken && wire.request().target().endsWith("c.png")) {
            wire.answer(404, "text/plain", new byte[0]);
        } else {
            super.get(wire);
        }
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
