package studio.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.testing.Client;
import studio.testing.FreshFolders;

/** Picture files of odd or broken forms: as results they are kept and told for what they are, as references mended or refused. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class PictureFilesTest extends CaseScene {

    @Test
    void aResultThatIsWholeInFormAndCannotBeDecodedIsKeptAndMarkedDamaged() throws Exception {
        JsonNode task = play("openai-images", reply(200, "application/json", "bad-idat-crc/f-badcrc-idat.png.json"));

        assertPictures(task, 1);
        JsonNode entry = task.at("/result/galleryEntries/0");
        assertThat(entry.at("/parameters/got/damaged").asBoolean()).isTrue();
        assertThat(picture(entry)).isNotEmpty();
    }

    @Test
    void aReferenceThatCannotBeDecodedIsRefusedBeforeItIsPaid() throws Exception {
        byte[] png = file("bad-idat-crc/badcrc-idat.png");
        Client.Answer upload = upload(png);

        assertThat(upload.status()).isEqualTo(400);
        assertThat(upload.body().path("message").asText()).contains("损坏");
        configure("");
        Client.Answer inTheRequest = client.post(
                "/api/generate/task",
                request(",\"images\":[\"data:image/png;base64,"
                        + Base64.getEncoder().encodeToString(png) + "\"]"));
        assertThat(inTheRequest.status()).isEqualTo(400);
        assertThat(upstream.posts()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tEXt", "iTXt", "tIME", "eXIf"})
    void aWrongSumInAChunkThatHoldsNoPixelsIsNoDamage(String chunk) throws Exception {
        byte[] png = withBrokenChunk(file("pics/base.png"), chunk);

        assertThat(upload(png).status()).isEqualTo(201);
        JsonNode task = play("openai-images", answer(png));
        assertPictures(task, 1);
        assertThat(task.at("/result/galleryEntries/0/parameters/got/damaged").isMissingNode())
                .isTrue();
    }

    /** The chunk right behind the header, with a checksum of zeros. */
    private static byte[] withBrokenChunk(byte[] png, String name) {
        return ByteBuffer.allocate(png.length + 17)
                .put(png, 0, 33)
                .putInt(5)
                .put((name + "a\0b c").getBytes(StandardCharsets.ISO_8859_1))
                .putInt(0)
                .put(png, 33, png.length - 33)
                .array();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aResultThatLacksNothingButItsEndMarkerIsCompleted(int missing) throws Exception {
        byte[] whole = file("pics/base.jpg");
        JsonNode task = play("openai-images", answer(Arrays.copyOf(whole, whole.length - missing)));

        assertPictures(task, 1);
        JsonNode entry = task.at("/result/galleryEntries/0");
        assertThat(entry.at("/parameters/got/damaged").isMissingNode()).isTrue();
        assertThat(entry.path("thumbnailPath").asText()).contains("/thumbnails/");
        assertThat(picture(entry)).endsWith(0xff, 0xd9);
    }

    @Test
    void aResultThatIsCutInItsDataIsMarkedDamaged() throws Exception {
        byte[] whole = file("pics/base.jpg");
        JsonNode task = play("openai-images", answer(Arrays.copyOf(whole, whole.length - 40)));

        assertPictures(task, 1);
        assertThat(task.at("/result/galleryEntries/0/parameters/got/damaged").asBoolean())
                .isTrue();
    }

    @Test
    void aReferenceWithoutItsEndMarkerIsCompletedAndOneCutInItsDataRefused() throws Exception {
        byte[] bare = file("jpeg-without-eoi-reference/noeoi.jpg");
        Client.Answer upload = upload(bare);
        assertThat(upload.status()).isEqualTo(201);
        assertThat(upload(bare).body()).isEqualTo(upload.body());
        String id = upload.body().path("id").asText();
        assertThat(client.bytes("/api/uploads/" + id.substring("upload:".length())))
                .endsWith(0xff, 0xd9);

        play("openai-chat", answer(file("pics/base.png")), ",\"images\":[\"" + id + "\"]");
        assertThat(sent()).endsWith(0xff, 0xd9);
        assertThat(upload(Arrays.copyOf(bare, bare.length - 40)).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai-chat", "openai-images", "gemini"})
    void aReferenceInTheColoursOfPrintIsSentInThoseOfAScreen(String protocol) throws Exception {
        Client.Answer upload = upload(file("cmyk-reference/cmyk.jpg"));
        assertThat(upload.status()).isEqualTo(201);

        play(
                protocol,
                answer(file("pics/base.png")),
                ",\"images\":[\"" + upload.body().path("id").asText() + "\"]");

        assertThat(ImageIO.read(new ByteArrayInputStream(sent())).getRaster().getNumBands())
                .isEqualTo(3);
    }

    @Test
    void theSecondPictureOfAResultIsWhereTheFirstOneSays() throws Exception {
        JsonNode task =
                play("openai-images", reply(200, "application/json", "mpf-pointer-broken-by-metadata/f-mpo.jpg.json"));

        assertPictures(task, 1);
        byte[] stored = picture(task.at("/result/galleryEntries/0"));
        assertThat(stored.length).as("metadata was written").isGreaterThan(1382);
        int index = new String(stored, StandardCharsets.ISO_8859_1).indexOf("MPF\0") + 4;
        ByteBuffer directory =
                ByteBuffer.wrap(stored, index, stored.length - index).slice();
        directory.order(directory.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int entries = 0;
        for (int tag = directory.getInt(4) + 2; entries == 0; tag += 12) {
            entries = (directory.getShort(tag) & 0xffff) == 0xb002 ? directory.getInt(tag + 8) : 0;
        }
        int second = index + directory.getInt(entries + 16 + 8);
        assertThat(Arrays.copyOfRange(stored, second, stored.length))
                .startsWith(0xff, 0xd8)
                .endsWith(0xff, 0xd9);
    }

    @Test
    void aBmpIsSentAsAPng() throws Exception {
        ByteArrayOutputStream bmp = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "bmp", bmp);
        Client.Answer upload = upload(bmp.toByteArray());
        assertThat(upload.status()).isEqualTo(201);

        play(
                "openai-images",
                answer(file("pics/base.png")),
                ",\"images\":[\"" + upload.body().path("id").asText() + "\"]");

        assertThat(sent()).startsWith(0x89, 'P', 'N', 'G');
    }

    /** 98 megapixels in 1,890 bytes, which would take 1.7 GB. */
    @Test
    void whatWouldTakeTooMuchMemoryIsKeptAsAResultAndRefusedAsAReference() throws Exception {
        byte[] huge = file("too-heavy/huge.avif");
        JsonNode task = play("openai-images", answer(huge));

        assertPictures(task, 1);
        JsonNode entry = task.at("/result/galleryEntries/0");
        assertThat(entry.at("/parameters/got/damaged").isMissingNode()).isTrue();
        assertThat(entry.at("/parameters/got/undecoded").asText()).contains("memory");
        assertThat(entry.path("thumbnailPath")).isEqualTo(entry.path("imagePath"));
        Client.Answer upload = upload(huge);
        assertThat(upload.status()).isEqualTo(400);
        assertThat(upload.body().path("message").asText()).contains("内存");
    }

    private Client.Answer upload(byte[] picture) throws Exception {
        return client.send(
                "POST",
                "/api/uploads",
                HttpRequest.BodyPublishers.ofByteArray(picture),
                "Content-Type",
                "application/octet-stream");
    }

    private static Reply answer(byte[] picture) {
        return Reply.json("{\"data\":[{\"b64_json\":\"" + Base64.getEncoder().encodeToString(picture) + "\"}]}");
    }

    /** The reference in the one request that went upstream: base64 in JSON, or as it is in a form. */
    private byte[] sent() {
        assertThat(upstream.posts()).isEqualTo(1);
        String body = new String(upstream.requests().getFirst().body(), StandardCharsets.ISO_8859_1);
        Matcher base64 = Pattern.compile("[A-Za-z0-9+/]{100,}={0,2}").matcher(body);
        if (base64.find()) {
            return Base64.getDecoder().decode(base64.group());
        }
        Matcher binary =
                Pattern.compile("(?s)\\xff\\xd8.*\\xff\\xd9|\\x89PNG.*IEND....").matcher(body);
        assertThat(binary.find()).isTrue();
        return binary.group().getBytes(StandardCharsets.ISO_8859_1);
    }
}
