package studio.push;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class PushTest {
    private static final String ENDPOINT = "https://push.example.com/send/";

    @Inject
    SqlPush store;

    @Test
    void aBrowserSubscribesAndUnsubscribes() throws Exception {
        String bearer = SignedIn.bearer();
        String publicKey = as(bearer)
                .get("/api/push")
                .then()
                .statusCode(200)
                .body("subscribed", equalTo(false))
                .extract()
                .path("publicKey");
        assertThat(Base64.getUrlDecoder().decode(publicKey)).hasSize(65).startsWith(4);

        subscribe(bearer, ENDPOINT + "1", key(), secret(), true)
                .then()
                .statusCode(200)
                .body("subscribed", equalTo(true))
                .body("showPrompt", equalTo(true))
                .body("publicKey", equalTo(publicKey));
        as(bearer).get("/api/push").then().body("subscribed", equalTo(true));
        as(bearer).delete("/api/push").then().statusCode(200).body("subscribed", equalTo(false));
        as(bearer).get("/api/push").then().body("subscribed", equalTo(false));
    }

    @Test
    void aBrowserThatSignsInAnewIsTheSameOne() throws Exception {
        String[] sessions = {SignedIn.bearer(), SignedIn.bearer()};
        String key = key();
        for (String bearer : sessions) {
            subscribe(bearer, ENDPOINT + "same", key, secret(), false).then().statusCode(200);
        }
        assertThat(store.all().stream().filter(one -> one.endpoint().equals(ENDPOINT + "same")))
                .hasSize(1);
        as(sessions[0]).get("/api/push").then().body("subscribed", equalTo(false));
    }

    @Test
    void signingOutUnsubscribes() throws Exception {
        String bearer = SignedIn.bearer();
        subscribe(bearer, ENDPOINT + "out", key(), secret(), false).then().statusCode(200);
        as(bearer).post("/api/logout").then().statusCode(200);
        assertThat(store.all()).noneMatch(one -> one.endpoint().equals(ENDPOINT + "out"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "endpoint, null",
                "endpoint, http://push.example.com/a",
                "endpoint, javascript:alert(1)",
                "endpoint, https://user@push.example.com/a",
                "keys.p256dh, null",
                "keys.p256dh, AAAA",
                "keys.p256dh, no base64",
                "keys.auth, null",
                "keys.auth, AAAA"
            })
    void whatNoBrowserSaysIsRefusedByName(String field, String value) throws Exception {
        subscribe(
                        SignedIn.bearer(),
                        field.equals("endpoint") ? value : ENDPOINT + "wrong",
                        field.equals("keys.p256dh") ? value : key(),
                        field.equals("keys.auth") ? value : secret(),
                        false)
                .then()
                .statusCode(400)
                .body("errors.field", hasItem(field));
    }

    @Test
    void aStrangerLearnsAndChangesNothing() {
        given().get("/api/push").then().statusCode(401);
        given().cookie("studio_session", SignedIn.cookie())
                .contentType(ContentType.JSON)
                .body(Map.of("visible", true))
                .put("/api/push/watching")
                .then()
                .statusCode(401);
    }

    @Test
    void aPageSaysThatItIsInSight() {
        as(SignedIn.bearer())
                .body(Map.of("visible", true))
                .put("/api/push/watching")
                .then()
                .statusCode(204);
    }

    private static Response subscribe(String bearer, String endpoint, String key, String auth, boolean showPrompt) {
        Map<String, Object> keys = new java.util.HashMap<>();
        keys.put("p256dh", key);
        keys.put("auth", auth);
        Map<String, Object> body = new java.util.HashMap<>();
        body.put("endpoint", endpoint);
        body.put("expirationTime", null);
        body.put("keys", keys);
        body.put("showPrompt", showPrompt);
        return as(bearer).body(body).put("/api/push");
    }

    private static RequestSpecification as(String bearer) {
        return given().header("Authorization", bearer).contentType(ContentType.JSON);
    }

    private static String key() throws Exception {
        return P256.base64(P256.bytes((ECPublicKey) P256.generate().getPublic()));
    }

    private static String secret() {
        return P256.base64(new byte[16]);
    }
}
