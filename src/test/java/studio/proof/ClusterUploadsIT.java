package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import studio.testing.Client;

/** What is sent in many parts goes through any instance, and what one has promised to hand out another one does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterUploadsIT {
    private static final int PART = 1 << 20;

    private Cluster cluster;

    @BeforeAll
    void start() throws Exception {
        cluster = new Cluster("cluster-uploads", 2).start();
    }

    @AfterAll
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void anImportWhosePartsReachBothInstancesByTurnsIsWhole() throws Exception {
        byte[] zip = zip(3);
        JsonNode begun = cluster.client(1).post("/api/imports", "{\"files\":1}").body();
        String id = begun.path("id").asText();
        assertThat(id).as(begun.toString()).isNotEmpty();
        int number = 0;
        for (int offset = 0; offset < zip.length; offset += PART) {
            byte[] part = Arrays.copyOfRange(zip, offset, Math.min(zip.length, offset + PART));
            Client.Answer sent = cluster.client(number++ % 2)
                    .send(
                            "PUT",
                            "/api/imports/" + id + "/files?name=lakes.zip&size=" + zip.length + "&offset=" + offset,
                            BodyPublishers.ofByteArray(part),
                            "Content-Type",
                            "application/octet-stream");
            assertThat(sent.status()).as("%s", sent).isEqualTo(200);
        }
        assertThat(number).as("parts").isGreaterThan(3);
        assertThat(cluster.client(0)
                        .post("/api/imports/" + id + "/complete", "")
                        .status())
                .isEqualTo(200);
        for (int i = 0; i < 2; i++) {
            Client here = cluster.client(i);
            await().atMost(Duration.ofSeconds(60)).until(() -> here.get("/api/imports")
                    .body()
                    .at("/latest/state")
                    .asText()
                    .equals("done"));
            assertThat(here.get("/api/imports").body().at("/latest/added").asInt())
                    .isEqualTo(3);
            assertThat(here.get("/api/gallery").body().path("total").asInt()).isEqualTo(3);
        }
        assertThat(cluster.database().one("SELECT count(*) FROM upload_desk WHERE kind = 'import'"))
                .isEqualTo("1");
    }

    @Test
    void aLinkThatOneInstanceMadeIsFetchedFromTheOther() throws Exception {
        Client one = cluster.client(0);
        JsonNode link =
                one.post("/api/backup/downloads", "{\"withKeys\":false}").body();
        byte[] backup = cluster.client(1).bytes(link.path("url").asText());
        assertThat(new String(backup, StandardCharsets.ISO_8859_1)).contains("SHA256SUMS");
    }

    @Test
    void aTemplateThatOneInstanceHasTakenIsOnTheOtherWhenItAnswers() throws Exception {
        for (int i = 0; i < 10; i++) {
            String id = "t" + i;
            Client.Answer added = cluster.client(i % 2)
                    .post("/api/templates", "{\"id\":\"%s\",\"title\":\"Lakes\",\"prompt\":\"a lake\"}".formatted(id));
            assertThat(added.status()).as("%s", added).isLessThan(300);
            assertThat(cluster.client((i + 1) % 2).get("/api/templates").body().toString())
                    .contains("\"" + id + "\"");
        }
    }

    /** Of pictures that do not compress. */
    private byte[] zip(int pictures) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < pictures; i++) {
                Path picture = NoisePng.write(cluster.folder().resolve("noise-" + i + ".png"), 800, 600, i);
                zip.putNextEntry(new ZipEntry("lakes/noise-" + i + ".png"));
                Files.copy(picture, zip);
            }
        }
        return bytes.toByteArray();
    }
}
