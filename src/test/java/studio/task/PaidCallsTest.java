package studio.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import studio.testing.Client;
import studio.testing.FreshFolders;
import studio.testing.UpstreamScene;

/** What calls cost: told to a billionth of a dollar, added up, and stopped by a budget before anything is sent. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class PaidCallsTest extends UpstreamScene {

    @Test
    void theCostIsKeptAsItWasTold() throws Exception {
        configure("");
        upstream.then(wire -> wire.json(200, answer("0.1234567890123456789")));
        JsonNode task = make();
        JsonNode entry = task.at("/result/galleryEntry");
        assertThat(entry.at("/usage/cost").asText()).isEqualTo("0.1234567890123456789");
        assertThat(entry.at("/parameters/got/costEstimated").asBoolean(true)).isFalse();
        JsonNode spent = spent();
        assertThat(spent.path("calls").asInt()).isEqualTo(1);
        assertThat(new BigDecimal(spent.path("cost").asText())).isEqualByComparingTo("0.123456789");
    }

    @Test
    void aCallWhoseOutcomeIsUnknownIsCountedAndOneThatWasRefusedIsNot() throws Exception {
        configure("");
        upstream.then(wire -> wire.json(500, "{\"error\":{\"message\":\"boom\"}}"));
        assertThat(make().path("errorCode").asText()).isEqualTo("upstream_error");
        upstream.then(wire -> wire.json(401, "{\"error\":{\"message\":\"who are you\"}}"));
        assertThat(make().path("errorCode").asText()).isEqualTo("bad_key");
        JsonNode spent = spent();
        assertThat(spent.path("calls").asInt()).isEqualTo(1);
        assertThat(spent.path("unknown").asInt()).isEqualTo(1);
    }

    /** The reader is slower than the connection, so that the client still holds a part of it when the connection breaks. */
    @Test
    void aLargePictureThatHasArrivedIsKeptThoughTheConnectionBreaksBehindIt() throws Exception {
        configure("");
        BufferedImage noise = new BufferedImage(1800, 1700, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(7);
        noise.setRGB(0, 0, 1800, 1700, random.ints(1800 * 1700L).toArray(), 0, 1800);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(noise, "png", png);
        byte[] answer = ("{\"choices\":[{\"message\":{\"images\":[{\"image_url\":{\"url\":\"data:image/png;base64,"
                        + Base64.getEncoder().encodeToString(png.toByteArray()) + "\"")
                .getBytes(StandardCharsets.US_ASCII);
        upstream.then(wire -> {
            wire.head(200, "application/json", answer.length + 100);
            wire.write(answer);
            wire.close();
        });
        JsonNode task = make();
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("done");
        assertThat(upstream.posts()).isEqualTo(1);
    }

    @Test
    void aBudgetThatIsUsedUpStopsTheNextTaskBeforeItIsSent() throws Exception {
        configure(",\"budgetDaily\":\"0.05\"");
        priced();
        upstream.then(wire -> wire.json(200, answer("0.06")));
        assertThat(make().path("status").asText()).isEqualTo("done");
        Client.Answer refused = client.post("/api/generate/task", "{\"configId\":\"" + config + "\",\"prompt\":\"x\"}");
        assertThat(refused.status()).as(refused.body().toString()).isEqualTo(402);
        assertThat(refused.body().path("code").asText()).isEqualTo("budget_exceeded");
        assertThat(refused.header("retry-after")).isNotEmpty();
        assertThat(upstream.posts()).isEqualTo(1);

        client.send(
                "PUT",
                "/api/api-configs/" + config,
                java.net.http.HttpRequest.BodyPublishers.ofString("{\"budgetDaily\":\"\"}"));
        assertThat(make().path("status").asText()).isEqualTo("done");
    }

    @Test
    void aModelOfUnknownPriceIsNotAskedWhereThereIsABudget() throws Exception {
        configure(",\"budgetMonthly\":\"1000\"");
        Client.Answer refused = client.post("/api/generate/task", request(""), "Accept-Language", "en");
        assertThat(refused.status()).as(refused.body().toString()).isEqualTo(402);
        assertThat(refused.body().path("code").asText()).isEqualTo("price_unknown");
        assertThat(refused.body().path("message").asText()).contains("\"Double\" has a budget", "the model m ");
        assertThat(client.post("/api/generate", request("")).status()).isEqualTo(402);
        assertThat(upstream.posts()).isZero();
        priced();
        upstream.then(wire -> wire.json(200, answer("0.06")));
        assertThat(make().path("status").asText()).isEqualTo("done");
    }

    /** By the practice upstream's model, which the studio knows to be free. */
    private void priced() throws Exception {
        client.send(
                "PUT",
                "/api/api-configs/" + config,
                java.net.http.HttpRequest.BodyPublishers.ofString("{\"model\":\"sandbox-sketch\"}"));
    }

    @Test
    void aReferenceFromTheWebMustComeFromAPublicPlaceByHttps() throws Exception {
        configure("");
        for (String address : new String[] {
            "https://127.0.0.1:" + upstream.port() + "/x.png",
            "https://localhost/x.png",
            "https://[::1]/x.png",
            "https://169.254.169.254/latest/meta-data",
            "https://user:pass@example.org/x.png",
            "http://example.org/x.png"
        }) {
            Client.Answer refused = client.post(
                    "/api/generate/task",
                    "{\"configId\":\"" + config + "\",\"prompt\":\"x\",\"images\":[\"" + address + "\"]}");
            assertThat(refused.status()).as(address).isEqualTo(400);
            assertThat(refused.body().at("/errors/0/field").asText()).isEqualTo("images[0]");
        }
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void aReferenceIsSentWithoutWhatTheCameraNoted() throws Exception {
        configure("");
        upstream.then(wire -> wire.json(200, answer("0")));
        String reference = "data:image/png;base64,"
                + Base64.getEncoder().encodeToString(withText(png(64, 64), "GPSLatitude 52.5200N"));
        JsonNode task = client.end(
                client.create("{\"configId\":\"" + config + "\",\"prompt\":\"x\",\"images\":[\"" + reference + "\"]}"));
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("done");
        JsonNode sent = new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(upstream.requests().getFirst().body());
        String url = sent.at("/messages/0/content/1/image_url/url").asText();
        byte[] picture = Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1));
        assertThat(new String(picture, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("GPSLatitude");
        assertThat(ImageIO.read(new java.io.ByteArrayInputStream(picture)).getWidth())
                .isEqualTo(64);
    }

    private JsonNode spent() throws Exception {
        JsonNode usage = client.get("/api/usage").body();
        return StreamSupport.stream(usage.path("configs").spliterator(), false)
                .filter(row -> row.path("configId").asText().equals(config))
                .findFirst()
                .orElseThrow(() -> new AssertionError(usage.toString()));
    }

    private static String answer(String cost) throws IOException {
        return "{\"choices\":[{\"message\":{\"images\":[{\"image_url\":{\"url\":\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(png(100, 100)) + "\"}}]}}],\"usage\":{\"cost\":" + cost + "}}";
    }

    /** A tEXt chunk after the header of a PNG. */
    private static byte[] withText(byte[] png, String text) {
        byte[] data = ("Comment\0" + text).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        byte[] type = "tEXt".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        crc.update(type);
        crc.update(data);
        java.nio.ByteBuffer all = java.nio.ByteBuffer.allocate(png.length + data.length + 12);
        all.put(png, 0, 33).putInt(data.length).put(type).put(data).putInt((int) crc.getValue());
        return all.put(png, 33, png.length - 33).array();
    }
}
