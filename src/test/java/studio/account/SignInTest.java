package studio.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.util.KeyUtils;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.config.CurrentConfig;
import studio.problem.Language;
import studio.settings.FolderSettings;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class SignInTest {
    @Inject
    LoginThrottle throttle;

    @Inject
    SessionTokens tokens;

    @Inject
    CurrentConfig config;

    @Inject
    FolderSettings settings;

    @BeforeEach
    void forgetEarlierTries() {
        throttle.clear(Optional.of(InetAddress.getLoopbackAddress()), Optional.empty());
    }

    @Test
    void theRightPasswordGivesATokenAndACookieThatScriptsCannotRead() {
        Response answer = login(FreshFolders.PASSWORD);
        answer.then().statusCode(200).body("token", notNullValue());
        assertThat(answer.headers().getValues("Set-Cookie").getFirst())
                .contains("studio_session=", "HttpOnly", "SameSite=Lax", "Path=/")
                .doesNotContain("Secure");
        assertThat(answer.headers().getValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith("studio_device="))
                .singleElement()
                .asString()
                .contains("HttpOnly", "SameSite=Strict", "Path=/api/login", "Max-Age=34560000");
    }

    @Test
    void theSessionTellsUntilWhenItLastsAndTheVersion() {
        bearer(token())
                .get("/api/session")
                .then()
                .statusCode(200)
                .body("ok", equalTo(true))
                .body("version", notNullValue())
                .body("configProblem", equalTo(null));
        Instant expiresAt = Instant.parse(bearer(token()).get("/api/session").path("expiresAt"));
        assertThat(expiresAt)
                .isBetween(Instant.now().plusSeconds(43_000), Instant.now().plusSeconds(43_300));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"password\":\"\"}", "{\"password\":5}", "{\"password\":null}", "[]", "{", "", "null"})
    void anythingButATypedPasswordIsABadRequest(String body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/login")
                .then()
                .statusCode(400)
                .body("message", notNullValue());
    }

    @Test
    void aWrongPasswordIsRefusedAndTooManyTriesAreSlowedDown() {
        for (int i = 0; i < 5; i++) {
            login("wrong").then().statusCode(401).body("code", equalTo("wrong_password"));
        }
        Response refused = login(FreshFolders.PASSWORD);
        refused.then().statusCode(429).body("code", equalTo("too_many_tries"));
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 12);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/session",
        "GET, /api/api-configs",
        "POST, /api/logout",
        "GET, /api/nothing-here",
        "GET, /gallery/a.png",
        "GET, /gallery/thumbnails/thumb-a.png",
        "GET, /api/tasks/events",
        "GET, /anything",
        "GET, /webui/../api/session",
        "GET, /webui/%2e%2e/api/session",
        "GET, //api/session",
    })
    void withoutATokenEverythingButThePageIsClosed(String method, String path) {
        given().urlEncodingEnabled(false)
                .request(method, path)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", equalTo("Bearer"))
                .body("code", equalTo("unauthorized"))
                .body("message", equalTo("请先登录，或登录已过期"))
                .body("requestId", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/live", "/q/openapi", "/webui/"})
    void thePageHealthAndTheDescriptionOfTheApiAreOpen(String path) {
        given().get(path).then().statusCode(200);
    }

    @Test
    void measuresAreForThisMachineAndForWhoeverIsSignedIn() {
        given().get("/q/metrics").then().statusCode(200);
        given().header("X-Forwarded-For", "192.0.2.1").get("/q/metrics").then().statusCode(401);
        bearer(token())
                .header("X-Forwarded-For", "192.0.2.1")
                .get("/q/metrics")
                .then()
                .statusCode(200);
    }

    @Test
    void theCookieAloneOpensPicturesUploadsStreamsAndDownloadsByLinkButNothingElse() {
        String token = SignedIn.cookie();
        cookie(token).get("/gallery/none.png").then().statusCode(not(equalTo(401)));
        cookie(token).head("/gallery/none.png").then().statusCode(not(equalTo(401)));
        cookie(token).get("/api/nothing/events").then().statusCode(not(equalTo(401)));
        String link = "/api/gallery/downloads/abcdefghijklmnopqrstuv";
        cookie(token).get(link).then().statusCode(404);
        cookie(token).head(link).then().statusCode(404);
        cookie(token).post(link).then().statusCode(401);
        cookie(token).delete(link).then().statusCode(401);
        cookie(token).get(link + "/more").then().statusCode(401);
        cookie(token).get("/api/gallery/downloads").then().statusCode(401);
        cookie(token)
                .get("/api/gallery/" + link.substring("/api/gallery/downloads/".length()))
                .then()
                .statusCode(401);
        String upload = "/api/uploads/" + "0".repeat(64);
        cookie(token).get(upload).then().statusCode(404);
        cookie(token).get(upload + "/thumbnail").then().statusCode(404);
        cookie(token).delete(upload).then().statusCode(401);
        cookie(token).get("/api/uploads/thumbnails").then().statusCode(401);
        cookie(token).post("/api/uploads").then().statusCode(401);
        cookie(token).get("/api/session").then().statusCode(401);
        cookie(token).post("/api/logout").then().statusCode(401);
        cookie(token).delete("/gallery/none.png").then().statusCode(401);
        cookie(token).post("/api/nothing/events").then().statusCode(401);
    }

    @Test
    void signingOutEndsThatTokenAndNoOther() {
        String first = token();
        String second = token();
        Response answer = bearer(first).post("/api/logout");
        answer.then().statusCode(200).header("Clear-Site-Data", "\"cache\", \"storage\"");
        assertThat(answer.header("Set-Cookie")).contains("studio_session=;", "Max-Age=0");
        bearer(first).get("/api/session").then().statusCode(401);
        bearer(second).get("/api/session").then().statusCode(200);
    }

    @Test
    void theCookieIsNoBearerTokenAndABearerTokenNoCookie() {
        Response login = login(FreshFolders.PASSWORD);
        String cookie = login.cookie("studio_session");
        assertThat(cookie).isNotEqualTo(login.path("token"));
        bearer(cookie).get("/api/session").then().statusCode(401).body("code", equalTo("unauthorized"));
        bearer(cookie).get("/gallery/none.png").then().statusCode(401);
        bearer(cookie).post("/api/logout").then().statusCode(401);
        cookie(login.path("token")).get("/gallery/none.png").then().statusCode(401);
        cookie(cookie).get("/gallery/none.png").then().statusCode(404);
        bearer(login.path("token")).post("/api/logout").then().statusCode(200);
        cookie(cookie).get("/gallery/none.png").then().statusCode(401);
    }

    @Test
    void whoeverUsesUpAllTriesDoesNotLockADeviceThatSignedInBefore() {
        String mark = login(FreshFolders.PASSWORD).cookie("studio_device");
        for (int i = 0; i < 5; i++) {
            login("wrong").then().statusCode(401);
        }
        login(FreshFolders.PASSWORD).then().statusCode(429);
        for (String forged : List.of("", "x", mark.substring(0, mark.length() - 2) + "AA", "A".repeat(66))) {
            loginFrom(forged, FreshFolders.PASSWORD).then().statusCode(429);
        }
        Response again = loginFrom(mark, FreshFolders.PASSWORD);
        again.then().statusCode(200);
        assertThat(again.cookie("studio_device")).isEqualTo(mark);
        for (int i = 0; i < 5; i++) {
            loginFrom(mark, "wrong").then().statusCode(401);
        }
        loginFrom(mark, FreshFolders.PASSWORD).then().statusCode(429);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void streamsEndWithinAHeartbeatOfSigningOut(boolean byCookie) throws Exception {
        Response login = login(FreshFolders.PASSWORD);
        String token = login.path("token");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/api/tasks/events"));
        request = byCookie
                ? request.header("Cookie", "studio_session=" + login.cookie("studio_session"))
                : request.header("Authorization", "Bearer " + token);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> stream = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(stream.statusCode()).isEqualTo(200);
            bearer(token).post("/api/logout").then().statusCode(200);
            // Without an end this would wait for ever.
            assertTimeoutPreemptively(
                    Duration.ofSeconds(30), () -> stream.body().readAllBytes());
        }
    }

    @Test
    void streamsEndWithThePasswordThatTheyWereOpenedUnder() throws Exception {
        Path file = settings.configFile();
        String original = Files.readString(file);
        String token = token();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/api/tasks/events"))
                .header("Authorization", "Bearer " + token)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> stream = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(stream.statusCode()).isEqualTo(200);
            Files.writeString(file, original.replace(FreshFolders.PASSWORD, "another-password"));
            assertTimeoutPreemptively(
                    Duration.ofSeconds(30), () -> stream.body().readAllBytes());
        } finally {
            Files.writeString(file, original);
            await().until(() -> bearer(token).get("/api/session").statusCode() == 200);
        }
    }

    @Test
    void aStreamEndsWithinAHeartbeatOfTheExpiryOfItsSession() throws Exception {
        SessionTokens.Issued nearlyOver = issued(Instant.now().minusSeconds(43_200 - 10));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/api/tasks/events"))
                .header("Cookie", "studio_session=" + nearlyOver.readingToken())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> stream = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(stream.statusCode()).isEqualTo(200);
            assertTimeoutPreemptively(
                    Duration.ofSeconds(30), () -> stream.body().readAllBytes());
        }
    }

    @Test
    void anExpiredSessionOpensNoMoreEvents() {
        SessionTokens.Issued ended = issued(Instant.now().minusSeconds(43_201));
        bearer(ended.token()).get("/api/tasks/events").then().statusCode(401);
        cookie(ended.readingToken()).get("/api/tasks/events").then().statusCode(401);
    }

    @Test
    void tokensThatAreNotOursAreRefused() {
        SessionKey key = tokens.key();
        String own = token();
        String[] strangers = {
            "nonsense",
            own.substring(0, own.length() - 3) + "abc",
            "eyJhbGciOiJub25lIn0." + own.split("\\.", -1)[1] + ".",
            Jwt.claims()
                    .issuer("image-studio")
                    .claim("gen", key.generation())
                    .sign(KeyUtils.createSecretKeyFromSecret("another-secret-another-secret-123")),
            Jwt.claims().issuer("image-studio").claim("gen", "older").sign(key.key()),
            Jwt.claims()
                    .issuer("image-studio")
                    .claim("jti", "a session of an earlier version")
                    .claim("gen", key.generation())
                    .expiresIn(1000)
                    .sign(key.key()),
            Jwt.claims().issuer("somebody").claim("gen", key.generation()).sign(key.key()),
            issued(Instant.now().minusSeconds(43_201)).token(),
        };
        for (String stranger : strangers) {
            bearer(stranger)
                    .header("Accept-Language", "en")
                    .get("/api/session")
                    .then()
                    .statusCode(401)
                    .body("code", equalTo("unauthorized"))
                    .body("message", containsString("Sign in first"));
        }
    }

    @Test
    void aNewPasswordOrSecretEndsAllOldTokens() throws IOException {
        Path file = settings.configFile();
        String original = Files.readString(file);
        for (String[] change : new String[][] {
            {FreshFolders.PASSWORD, "another-password"},
            {"q7RkV2nXz0pLw8Yb4TgHs6JmCe1UfAd9", "a-quite-different-secret-text"}
        }) {
            String token = token();
            Files.writeString(file, original.replace(change[0], change[1]));
            await().untilAsserted(() -> bearer(token).get("/api/session").then().statusCode(401));
            Files.writeString(file, original);
            await().untilAsserted(() -> bearer(token).get("/api/session").then().statusCode(200));
        }
    }

    @Test
    void aBrokenEditOfTheFileShowsInTheSession() throws IOException {
        Path file = settings.configFile();
        String original = Files.readString(file);
        String token = token();
        try {
            Files.writeString(file, original.replace("\"auth\"", "auth"));
            await().untilAsserted(() -> bearer(token)
                    .get("/api/session")
                    .then()
                    .statusCode(200)
                    .body("configProblem", matchesPattern("文件不是有效的 JSON：错误在第 \\d+ 行第 \\d+ 列。")));
            bearer(token)
                    .header("Accept-Language", "en")
                    .get("/api/session")
                    .then()
                    .body("configProblem", containsString("not valid JSON at line "));
        } finally {
            Files.writeString(file, original);
        }
        await().until(() -> config.problem(Language.ENGLISH).isEmpty());
    }

    @Test
    void whoHasNoTokenIsRefusedBeforeTheBodyIsSent() throws IOException {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write(("POST /api/generate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 60000000\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(answer.readLine()).startsWith("HTTP/1.1 401");
        }
    }

    private SessionTokens.Issued issued(Instant at) {
        return tokens.issue(config.current().auth(), Device.UNKNOWN, false, at);
    }

    private static Response login(String password) {
        return given().contentType(ContentType.JSON)
                .body("{\"password\":\"" + password + "\"}")
                .post("/api/login");
    }

    private static Response loginFrom(String device, String password) {
        return given().contentType(ContentType.JSON)
                .cookie("studio_device", device)
                .body("{\"password\":\"" + password + "\"}")
                .post("/api/login");
    }

    private static String token() {
        return login(FreshFolders.PASSWORD).then().statusCode(200).extract().path("token");
    }

    private static RequestSpecification bearer(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private static RequestSpecification cookie(String token) {
        return given().cookie("studio_session", token);
    }
}
