package studio.diagnosis;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.testing.Client;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class DoctorTest {
    @TestHTTPResource("/")
    URI server;

    @ConfigProperty(name = "STUDIO_GALLERY_DIR")
    Path gallery;

    private String bearer;

    @BeforeEach
    void signIn() {
        SignedIn.never();
        bearer = SignedIn.bearer();
    }

    @Test
    void aFreshStudioIsWell() {
        given().header("Authorization", bearer)
                .header("Accept-Language", "en")
                .get("/api/doctor")
                .then()
                .statusCode(200)
                .body(
                        "checks.id",
                        hasItems(
                                "https",
                                "client_address",
                                "disk_space",
                                "inodes",
                                "permissions",
                                "database",
                                "import",
                                "image_library"))
                .body("checks.find { it.id == 'import' }.state", equalTo("ok"))
                .body("checks.find { it.id == 'database' }.state", equalTo("ok"))
                .body("checks.find { it.id == 'database' }.sentence", containsString("sound"))
                .body("checks.find { it.id == 'https' }.state", equalTo("ok"))
                .body("connection.https", equalTo(false))
                .body("maxBodyBytes", equalTo(64 << 20))
                .body("checks.findAll { it.id.startsWith('upstream') }.size()", equalTo(0));
    }

    @Test
    void itSpeaksChineseWhenNothingElseIsAskedFor() {
        given().header("Authorization", bearer)
                .get("/api/doctor")
                .then()
                .body("checks.find { it.id == 'database' }.sentence", containsString("数据库完好"));
    }

    @Test
    void aProxyThatIsNotTrustedIsNamedWithWhatToSet() {
        given().header("Authorization", bearer)
                .header("Accept-Language", "en")
                .header("X-Forwarded-For", "192.0.2.7")
                .header("X-Forwarded-Proto", "https")
                .get("/api/doctor")
                .then()
                .body("connection.proxied", equalTo(true))
                .body("connection.trusted", equalTo(false))
                .body("checks.find { it.id == 'https' }.state", equalTo("warn"))
                .body("checks.find { it.id == 'https' }.sentence", containsString("TRUSTED_PROXIES=127.0.0.1"))
                .body("checks.find { it.id == 'client_address' }.state", equalTo("warn"));
    }

    @Test
    void aFolderThatOthersCanReadIsNamed() throws Exception {
        Files.setPosixFilePermissions(gallery, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            given().header("Authorization", bearer)
                    .header("Accept-Language", "en")
                    .get("/api/doctor")
                    .then()
                    .body("checks.find { it.id == 'permissions' }.state", equalTo("warn"))
                    .body("checks.find { it.id == 'permissions' }.sentence", containsString("chmod go= " + gallery));
        } finally {
            Files.setPosixFilePermissions(gallery, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void upstreamsAreTriedOnlyOnDemandAndWithoutAKeyInTheAnswer() {
        given().header("Authorization", bearer)
                .header("Accept-Language", "en")
                .get("/api/doctor?upstreams=true")
                .then()
                .body("checks.find { it.id == 'upstream:sandbox' }.sentence", containsString("Practice upstream: "))
                .body("checks.find { it.id == 'upstream:sandbox' }.state", equalTo("ok"));
    }

    @Test
    void eventsComeOneByOneWithTheTimeWhenTheyWereSent() throws Exception {
        List<Integer> numbers = new ArrayList<>();
        List<Instant> sent = new ArrayList<>();
        try (Client client = new Client(base(), FreshFolders.PASSWORD);
                BufferedReader lines = client.stream("/api/doctor/events?seconds=1")) {
            for (Client.Event event = Client.next(lines); event != null; event = Client.next(lines)) {
                assertThat(event.name()).isEqualTo("tick");
                JsonNode tick = event.data();
                numbers.add(tick.path("number").asInt());
                sent.add(Instant.parse(tick.path("sentAt").asText()));
            }
        }
        assertThat(numbers).containsExactly(1, 2, 3, 4);
        assertThat(Duration.between(sent.getFirst(), sent.getLast()))
                .isBetween(Duration.ofMillis(600), Duration.ofSeconds(5));
    }

    @Test
    void measurementsHaveABoundAndGiveTheirPlaceBack() throws Exception {
        try (Client client = new Client(base(), FreshFolders.PASSWORD)) {
            List<BufferedReader> open = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                open.add(client.stream("/api/doctor/events?seconds=1"));
            }
            Client.Answer refused = client.get("/api/doctor/wait?seconds=1");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.body().path("code").asText()).isEqualTo("doctor_busy");
            for (BufferedReader lines : open) {
                while (lines.readLine() != null) {
                    // To the end, where the place is given back.
                }
                lines.close();
            }
            assertThat(client.get("/api/doctor/wait?seconds=1")
                            .body()
                            .path("seconds")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"events?seconds=31", "events?seconds=0", "wait?seconds=301", "wait?seconds=x"})
    void timesHaveALimit(String path) {
        given().header("Authorization", bearer)
                .get("/api/doctor/" + path)
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("seconds"));
    }

    @Test
    void aBodyIsCountedAndForgotten() {
        given().header("Authorization", bearer)
                .contentType(ContentType.BINARY)
                .body(new byte[3 << 20])
                .post("/api/doctor/echo")
                .then()
                .statusCode(200)
                .body("bytes", equalTo(3 << 20));
    }

    @Test
    void nobodyIsExaminedWithoutSigningIn() {
        for (String path : List.of("", "/events", "/wait")) {
            given().get("/api/doctor" + path).then().statusCode(401);
        }
        given().contentType(ContentType.BINARY)
                .body(new byte[1])
                .post("/api/doctor/echo")
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/dev/sda1 6553600 412345 6141255 7% /; 6141255",
                "overlay 122101760 998877 121102883 1% /data; 121102883",
                "/dev/sdb1 0 0 0 - /srv; ",
                "df: not found; "
            })
    void theNumberOfFreeFilesIsReadFromDf(String line, Long free) {
        long read = DiskChecks.freeFiles("Filesystem Inodes IUsed IFree IUse% Mounted on\n" + line + "\n");
        assertThat(read < Long.MAX_VALUE).isEqualTo(free != null);
        assertThat(read).isEqualTo(free == null ? Long.MAX_VALUE : free);
    }

    private String base() {
        return server.toString().replaceAll("/$", "");
    }
}
