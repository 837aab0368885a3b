package studio.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;

/** In addition, an upstream that does as the test says, and an API config that leads to it once it is added. */
public abstract class UpstreamScene extends SignedInScene {
    protected final UpstreamDouble upstream = new UpstreamDouble();

    /** The id of the API config. */
    protected final String config = "double-" + UUID.randomUUID();

    /** @param more fields of the API config, each after a comma */
    protected void configure(String more) throws Exception {
        configureAt(upstream.base(), more);
    }

    /** The same with an endpoint below the upstream's origin, or another name of it. */
    protected void configureAt(String endpoint, String more) throws Exception {
        Client.Answer added = client.post(
                "/api/api-configs",
                "{\"id\":\"" + config + "\",\"label\":\"Double\",\"endpoint\":\"" + endpoint
                        + "\",\"model\":\"m\",\"apiKey\":\"sk-test-0123456789\"" + more + "}");
        assertThat(added.status()).as(added.body().toString()).isLessThan(300);
    }

    /**
     * A request to the upstream.
     *
     * @param more fields, each after a comma
     */
    protected String request(String more) {
        return "{\"configId\":\"" + config + "\",\"prompt\":\"a lake\"" + more + "}";
    }

    /** Asks for a picture and waits for the end of the task. */
    protected JsonNode make() throws Exception {
        return client.end(client.create(request("")));
    }

    protected static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", png);
        return png.toByteArray();
    }

    // Before the client is closed: JUnit ends a subclass's part of a test first.
    @AfterEach
    protected void disconnect() throws Exception {
        client.delete("/api/api-configs/" + config);
        upstream.close();
    }
}
