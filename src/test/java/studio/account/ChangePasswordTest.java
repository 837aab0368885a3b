package studio.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.config.CurrentConfig;
import studio.settings.FolderSettings;
import studio.testing.FreshFolders;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class ChangePasswordTest {
    private static final String NEXT = "海边的小屋 2026";

    @Inject
    LoginThrottle throttle;

    @Inject
    CurrentConfig config;

    @Inject
    FolderSettings folders;

    private String original = "";

    @BeforeEach
    void begin() throws IOException {
        forgetTries();
        original = Files.readString(folders.configFile());
    }

    @AfterEach
    void putBack() throws IOException {
        Files.writeString(folders.configFile(), original);
        await().until(() -> FreshFolders.PASSWORD.equals(
                config.current().tree().path("auth").path("password").asText()));
        forgetTries();
    }

    @Test
    void theNewPasswordOpensTheOldOneDoesNotAndEveryOtherSessionEnds() throws IOException {
        Response here = login(FreshFolders.PASSWORD, true);
        Response elsewhere = login(FreshFolders.PASSWORD, true);

        Response changed = change(here.path("token"), FreshFolders.PASSWORD, NEXT);

        changed.then().statusCode(200);
        bearer(here.path("token")).get("/api/session").then().statusCode(401);
        bearer(elsewhere.path("token")).get("/api/session").then().statusCode(401);
        cookie(elsewhere.cookie("studio_session"))
                .get("/gallery/none.png")
                .then()
                .statusCode(401);
        bearer(changed.path("token")).get("/api/session").then().statusCode(200);
        cookie(changed.cookie("studio_session")).get("/gallery/none.png").then().statusCode(404);
        assertThat(Duration.ofSeconds(
                        changed.getDetailedCookie("studio_session").getMaxAge()))
                .isGreaterThan(Duration.ofDays(29));
        bearer(changed.path("token"))
                .get("/api/sessions")
                .then()
                .body("total", equalTo(1))
                .body("sessions.remembered", contains(true));
        login(FreshFolders.PASSWORD, false).then().statusCode(401);
        login(NEXT, false).then().statusCode(200);

        Path file = folders.configFile();
        JsonNode auth = new JsonMapper().readTree(Files.readString(file)).path("auth");
        assertThat(auth.path("passwordHash").asText()).startsWith("$2a$11$");
        assertThat(auth.has("password")).isFalse();
        assertThat(auth.path("jwtSecret").asText()).isNotEmpty();
        assertThat(Files.readString(file)).doesNotContain(NEXT, FreshFolders.PASSWORD);
    }

    @Test
    void theDeviceThatChangedItHasTriesOfItsOwnUnderTheNewOne() {
        Response changed = change(token(), FreshFolders.PASSWORD, NEXT);
        changed.then().statusCode(200);
        for (int i = 0; i < 5; i++) {
            login("wrong", false).then().statusCode(401);
        }
        login(NEXT, false).then().statusCode(429);
        given().contentType(ContentType.JSON)
                .cookie("studio_device", changed.cookie("studio_device"))
                .body(Map.of("password", NEXT))
                .post("/api/login")
                .then()
                .statusCode(200);
    }

    @Test
    void theWrongPresentPasswordChangesNothingAndIsNoWayToGuess() {
        String token = token();
        for (int i = 0; i < 5; i++) {
            change(token, "wrong " + i, NEXT)
                    .then()
                    .statusCode(400)
                    .body("errors.field", contains("password"))
                    .body("errors.message", contains("当前密码不正确"));
        }
        Response late = change(token, FreshFolders.PASSWORD, NEXT);
        late.then().statusCode(429).body("code", equalTo("too_many_tries"));
        assertThat(Integer.parseInt(late.header("Retry-After"))).isBetween(1, 12);
        bearer(token).get("/api/session").then().statusCode(200);
        // Whoever guesses there takes nobody's tries at the sign-in.
        login(FreshFolders.PASSWORD, false).then().statusCode(200);
        assertThat(config.current().auth().password()).isEqualTo(FreshFolders.PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "12345678",
                "change-me-now",
                " begins with a blank",
                "ends with a blank ",
                "two\\nlines here",
                "七十二个字节只够二十四个汉字所以这样长的一句话是不行的"
            })
    void whatWouldBeNoGoodPasswordIsRefused(String next) {
        String token = token();
        bearer(token)
                .contentType(ContentType.JSON)
                .body("{\"password\":\"" + FreshFolders.PASSWORD + "\",\"newPassword\":\"" + next + "\"}")
                .put("/api/password")
                .then()
                .statusCode(400)
                .body("errors.field", contains("newPassword"));
        bearer(token).get("/api/session").then().statusCode(200);
    }

    @Test
    void aPasswordThatComesFromElsewhereIsChangedThere() throws IOException {
        String token = token();
        bearer(token).get("/api/password").then().statusCode(200).body("changeable", equalTo(true));
        Path secret = Files.writeString(folders.data().resolve("password.txt"), FreshFolders.PASSWORD);
        Files.writeString(
                folders.configFile(),
                original.replace("\"" + FreshFolders.PASSWORD + "\"", "\"file:" + secret.toAbsolutePath() + "\""));
        await().until(() ->
                bearer(token).get("/api/password").path("changeable").equals(false));
        bearer(token)
                .header("Accept-Language", "en")
                .get("/api/password")
                .then()
                .body("reason", containsString("file of secrets"));
        change(token, FreshFolders.PASSWORD, NEXT)
                .then()
                .statusCode(409)
                .body("code", equalTo("password_elsewhere"))
                .body("message", containsString("密钥文件"));
        bearer(token).get("/api/session").then().statusCode(200);
    }

    private void forgetTries() {
        throttle.clear(Optional.of(InetAddress.getLoopbackAddress()), Optional.empty());
    }

    private static String token() {
        return login(FreshFolders.PASSWORD, false)
                .then()
                .statusCode(200)
                .extract()
                .path("token");
    }

    private static Response login(String password, boolean remember) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("password", password, "remember", remember))
                .post("/api/login");
    }

    private static Response change(String token, String present, String next) {
        return bearer(token)
                .contentType(ContentType.JSON)
                .body(Map.of("password", present, "newPassword", next))
                .put("/api/password");
    }

    private static RequestSpecification bearer(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private static RequestSpecification cookie(String token) {
        return given().cookie("studio_session", token);
    }
}
