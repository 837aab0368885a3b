package studio.picture.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;
import studio.picture.DiskPictureStore;
import studio.picture.PictureKey;
import studio.picture.RemoteContent;
import studio.settings.FolderSettings;
import studio.settings.TestSettings;

/** A bucket that cannot be used is told of in a sentence, with what to do and without secrets. */
class BucketSettingsTest {
    private static S3Server server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start(@TempDir Path objects) throws IOException {
        server = new S3Server(objects);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Map<String, String> with(String variable, String value) {
        Map<String, String> environment = new HashMap<>(server.environment());
        environment.put(variable, value);
        return environment;
    }

    private static BucketConnection connection(Map<String, String> environment) {
        return BucketConnection.of(
                TestSettings.of(FolderSettings.class, environment), TestSettings.of(BucketSettings.class, environment));
    }

    private BucketPictureStore store(Map<String, String> environment) {
        BucketSettings settings = TestSettings.of(BucketSettings.class, environment);
        return new BucketPictureStore(
                new Bucket(connection(environment), new SimpleMeterRegistry()),
                ObjectNames.of(settings.prefix()),
                folder.resolve("bucket"),
                settings.cache(),
                settings.redirect());
    }

    private void refused(Map<String, String> environment, String chinese, String english) {
        assertThatExceptionOfType(BucketUnusableException.class)
                .isThrownBy(() -> {
                    try (BucketPictureStore store = store(environment)) {
                        new BucketTrial(store).atStart();
                    }
                })
                .satisfies(failure -> assertThat(failure.getMessage())
                        .contains(chinese, english)
                        .doesNotContain(S3Server.SECRET_KEY, S3Server.ACCESS_KEY, "wrong-secret"));
    }

    @Test
    void withoutSettingsPicturesAreFiles() {
        assertThat(PictureStores.open(TestSettings.folders(folder, Map.of()), TestSettings.of(BucketSettings.class)))
                .isInstanceOf(DiskPictureStore.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"STUDIO_S3_BUCKET", "STUDIO_S3_ENDPOINT", "STUDIO_S3_ACCESS_KEY", "STUDIO_S3_SECRET_KEY"})
    void aHalfOfThemStopsTheStart(String missing) {
        refused(with(missing, ""), "S3 配置不完整，还缺少：" + missing, "incomplete; missing: " + missing);
    }

    @Test
    void aRegionStandsForAnEndpoint() {
        Map<String, String> environment = with("STUDIO_S3_ENDPOINT", "");
        environment.put("STUDIO_S3_REGION", "eu-central-1");

        assertThat(connection(environment).shown()).isEqualTo("Amazon S3, eu-central-1");
    }

    @Test
    void aWrongKeyStopsTheStart() {
        refused(with("STUDIO_S3_SECRET_KEY", "wrong-secret"), "不接受这个访问密钥", "does not accept the access key");
    }

    @Test
    void aMissingBucketStopsTheStart() {
        refused(with("STUDIO_S3_BUCKET", "another"), "没有名为 another 的存储桶", "There is no bucket another");
    }

    @Test
    void aReadOnlyBucketStopsTheStart() throws Exception {
        server.stop();
        server.start(true);
        try {
            refused(server.environment(), "只能读取", "can be read but not written");
        } finally {
            server.stop();
            server.start();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, DENIED",
        "403, '', DENIED",
        "403, SignatureDoesNotMatch, KEY_WRONG",
        "403, InvalidAccessKeyId, KEY_WRONG",
        "403, RequestTimeTooSkewed, CLOCK_WRONG",
        "404, NoSuchBucket, MISSING",
        "301, PermanentRedirect, REGION_WRONG",
        "301, '', REGION_WRONG",
        "400, AuthorizationHeaderMalformed, KEY_WRONG",
        "400, InvalidRequest, REFUSED",
        "429, '', BUSY",
        "503, SlowDown, BUSY",
        "500, '', BUSY",
        "507, '', FULL"
    })
    void whatAServerAnswersHasAMeaning(int status, String code, BucketFailure failure) {
        assertThat(BucketFailure.of(S3Exception.builder()
                        .statusCode(status)
                        .awsErrorDetails(
                                code.isEmpty()
                                        ? null
                                        : AwsErrorDetails.builder()
                                                .errorCode(code)
                                                .build())
                        .build()))
                .isEqualTo(failure);
    }

    @Test
    void aBucketThatDoesNotAnswerIsWaitedFor() {
        try (BucketPictureStore store = store(with("STUDIO_S3_ENDPOINT", "http://127.0.0.1:9"))) {
            assertThatCode(() -> new BucketTrial(store).atStart()).doesNotThrowAnyException();

            BucketTrial.Found found = new BucketTrial(store).now();

            assertThat(found.works()).isFalse();
            assertThat(found.sentence().key()).isEqualTo("picture.bucket_unreachable");
        }
    }

    @Test
    void aTrialLeavesNothing() throws Exception {
        try (BucketPictureStore store = store(with("STUDIO_S3_PREFIX", "tried"))) {
            assertThat(new BucketTrial(store).now().works()).isTrue();
            assertThat(new BucketTrial(store).lately().works()).isTrue();
        }
        assertThat(server.keys()).noneMatch(key -> key.startsWith("tried/"));
    }

    @Test
    void aBrowserGetsAPictureFromTheBucketByItself() throws Exception {
        Map<String, String> environment = with("STUDIO_S3_REDIRECT", "true");
        PictureKey key = PictureKey.original("我的 图片+%.png");
        try (BucketPictureStore store = store(environment)) {
            store.put(key, target -> target.write(ByteBuffer.wrap("bytes".getBytes())));
            RemoteContent content =
                    (RemoteContent) store.find(key).orElseThrow().content();

            URI address = content.address("image/webp", Optional.of("attachment; filename=\"x.webp\""))
                    .orElseThrow();

            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("bytes");
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/webp");
            assertThat(answer.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"x.webp\"");
        }
    }

    @Test
    void withoutThatSettingNobodyIsSentThere() {
        PictureKey key = PictureKey.original("a.png");
        try (BucketPictureStore store = store(server.environment())) {
            store.put(key, target -> target.write(ByteBuffer.wrap("bytes".getBytes())));

            assertThat(((RemoteContent) store.find(key).orElseThrow().content()).address("image/png", Optional.empty()))
                    .isEmpty();
        }
    }

    @Test
    void copiesOfSmallPicturesTakeNoMoreRoomThanTheyMay() throws Exception {
        SmallCopies copies = new SmallCopies(folder.resolve("small"), 1000);
        for (int i = 0; i < 30; i++) {
            byte[] bytes = new byte[100];
            bytes[0] = (byte) i;
            try (var in = copies.open("thumb" + i, "tag", () -> new java.io.ByteArrayInputStream(bytes))) {
                assertThat(in.readAllBytes()).isEqualTo(bytes);
            }
        }
        try (var files = java.nio.file.Files.list(folder.resolve("small"))) {
            assertThat(files.count()).isBetween(5L, 10L);
        }
    }
}
