package studio.proof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.picture.bucket.S3Server;

/** What was built, with its pictures in a bucket of a real S3 server. */
class BucketIT {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final String LARGE = "{\"configId\":\"sandbox\",\"prompt\":\"%s\",\"imageSize\":\"2K\"}";

    @TempDir
    Path folder;

    private S3Server bucket;
    private PackagedServer server;

    @BeforeEach
    void start() throws Exception {
        bucket = new S3Server(folder);
        server = new PackagedServer("bucket", "http://127.0.0.1:9/v1").flag("-XX:TieredStopAtLevel=1");
        bucket.environment().forEach(server::with);
        server.with("STUDIO_S3_PREFIX", "studio");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        bucket.close();
    }

    private JsonNode generated(String prompt) throws Exception {
        JsonNode done = server.client().end(server.client().create(LARGE.formatted(prompt)));
        assertThat(done.path("status").asText()).as("%s", done).isEqualTo("done");
        return done.path("result").path("galleryEntry");
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.base() + path))
                .header("Authorization", "Bearer " + server.client().token());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    @Test
    void aPictureIsMadeShownPackedUsedAgainAndThrownAway() throws Exception {
        server.start();
        JsonNode entry = generated("a lighthouse 灯塔");
        String file = entry.path("fileName").asText();

        assertThat(bucket.keys()).contains("studio/" + file, "studio/thumbnails/thumb-" + file);
        assertThat(server.gallery()).doesNotExist();
        byte[] picture = shown(entry);
        packed(picture, entry);
        usedAgain(entry);
        thrownAwayAndBack(entry, picture);
        withWatchers();
    }

    private byte[] shown(JsonNode entry) throws Exception {
        HttpResponse<byte[]> whole = get(entry.path("imagePath").asText());
        byte[] picture = whole.body();
        assertThat(picture).hasSize(entry.path("bytes").asInt());
        assertThat(whole.headers().firstValue("Content-Type")).hasValue("image/png");
        String tag = whole.headers().firstValue("ETag").orElseThrow();

        HttpResponse<byte[]> part = get(entry.path("imagePath").asText(), "Range", "bytes=100-199", "If-Range", tag);
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 100-199/" + picture.length);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(picture, 100, 200));
        assertThat(get(entry.path("imagePath").asText(), "If-None-Match", tag).statusCode())
                .isEqualTo(304);
        HttpResponse<byte[]> download = get(entry.path("imagePath").asText() + "?download");
        assertThat(download.headers().firstValue("Content-Disposition").orElseThrow())
                .contains("lighthouse");
        assertThat(download.body()).isEqualTo(picture);
        assertThat(get(entry.path("thumbnailPath").asText()).body()).isNotEmpty();
        assertThat(get(entry.path("previewPath").asText()).body()).isNotEmpty().hasSizeLessThan(picture.length);
        return picture;
    }

    private void packed(byte[] picture, JsonNode entry) throws Exception {
        String link = server.client()
                .post(
                        "/api/gallery/downloads",
                        "{\"ids\":[\"" + entry.path("id").asText() + "\"]}")
                .body()
                .path("url")
                .asText();
        try (ZipInputStream zip =
                new ZipInputStream(new ByteArrayInputStream(get(link).body()))) {
            ZipEntry first = zip.getNextEntry();
            assertThat(first.getName()).contains("lighthouse");
            assertThat(zip.readAllBytes()).isEqualTo(picture);
        }
        Path archive = server.root().resolve("backup.tar");
        assertThat(server.run("backup", archive.toString()).exit()).isZero();
        assertThat(Files.readString(archive, ISO_8859_1))
                .contains("gallery/" + entry.path("fileName").asText(), "gallery/thumbnails/thumb-")
                .contains(new String(picture, ISO_8859_1));
    }

    private void usedAgain(JsonNode entry) throws Exception {
        String id = entry.path("id").asText();
        JsonNode again = server.client()
                .end(server.client()
                        .create(
                                "{\"configId\":\"sandbox\",\"prompt\":\"by night\",\"imageSize\":\"512\",\"images\":[\"gallery:"
                                        + id + "\"]}"));
        assertThat(again.path("status").asText()).as("%s", again).isEqualTo("done");
        var preview = server.client().post("/api/templates/pictures/of/" + id, "");
        assertThat(preview.status()).as("%s", preview.body()).isLessThan(300);
    }

    private void thrownAwayAndBack(JsonNode entry, byte[] picture) throws Exception {
        String id = entry.path("id").asText();
        String file = entry.path("fileName").asText();
        assertThat(server.client().delete("/api/gallery/" + id).status()).isEqualTo(200);
        assertThat(bucket.keys())
                .contains("studio/.trash/" + file, "studio/.trash/thumbnails/thumb-" + file)
                .doesNotContain("studio/" + file);
        assertThat(get(entry.path("imagePath").asText()).statusCode()).isEqualTo(404);
        assertThat(server.client().post("/api/gallery/" + id + "/restore", "").status())
                .isEqualTo(200);
        assertThat(get(entry.path("imagePath").asText()).body()).isEqualTo(picture);
        assertThat(server.client().delete("/api/gallery/" + id).status()).isEqualTo(200);
        assertThat(server.client().delete("/api/gallery/trash").status()).isEqualTo(200);
        assertThat(bucket.keys()).noneMatch(key -> key.endsWith(file));
    }

    private void withWatchers() throws Exception {
        JsonNode checks = server.client().get("/api/doctor").body().path("checks");
        assertThat(checks).anySatisfy(check -> {
            assertThat(check.path("id").asText()).isEqualTo("bucket");
            assertThat(check.path("state").asText()).isEqualTo("ok");
        });
        assertThat(new String(get("/q/metrics").body())).contains("studio_bucket_waiting 0.0");
        assertThat(Files.readString(server.console()))
                .doesNotContain(S3Server.SECRET_KEY, "ERROR")
                .contains("bucket " + S3Server.BUCKET);
    }

    @Test
    void whatIsMadeWhileTheBucketIsAwayIsDoneAndSentAfterAKill() throws Exception {
        server.start();
        bucket.stop();

        JsonNode entry = generated("while the bucket is away");

        byte[] picture = get(entry.path("imagePath").asText()).body();
        assertThat(picture).hasSize(entry.path("bytes").asInt());
        assertThat(get("/gallery/another.png").statusCode()).isEqualTo(503);
        server.kill();
        server.start();
        assertThat(get(entry.path("imagePath").asText()).body()).isEqualTo(picture);

        bucket.start();
        await().atMost(LONGEST).until(() -> bucket.keys()
                .contains("studio/" + entry.path("fileName").asText()));
        assertThat(get(entry.path("imagePath").asText()).body()).isEqualTo(picture);
    }

    @Test
    void browsersAreSentToTheBucketWhereThatIsSet() throws Exception {
        server.with("STUDIO_S3_REDIRECT", "true").start();
        JsonNode entry = generated("sent there");

        HttpResponse<byte[]> image = get(entry.path("imagePath").asText(), "Sec-Fetch-Dest", "image");
        assertThat(image.statusCode()).isEqualTo(307);
        String address = image.headers().firstValue("Location").orElseThrow();
        assertThat(address)
                .startsWith(bucket.endpoint() + "/" + S3Server.BUCKET + "/studio/")
                .contains("X-Amz-Signature");
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(
                                    HttpRequest.newBuilder(URI.create(address)).build(),
                                    HttpResponse.BodyHandlers.ofByteArray())
                            .body())
                    .hasSize(entry.path("bytes").asInt());
        }
        assertThat(get(entry.path("imagePath").asText(), "Sec-Fetch-Dest", "empty")
                        .body())
                .hasSize(entry.path("bytes").asInt());
        assertThat(get("/webui/")
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElseThrow())
                .contains("img-src 'self' data: blob: " + bucket.endpoint() + ";");
    }

    @Test
    void aBucketThatCannotBeUsedStopsTheStartWithASentence() throws Exception {
        server.with("STUDIO_S3_BUCKET", "another");

        PackagedServer.Ran ran = server.run();

        assertThat(ran.exit()).isOne();
        assertThat(ran.said())
                .contains("There is no bucket another", "没有名为 another 的存储桶")
                .doesNotContain("\tat ", S3Server.SECRET_KEY);
    }
}
