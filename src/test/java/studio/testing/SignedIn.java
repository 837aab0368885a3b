package studio.testing;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import java.util.Map;

/** The signed-in user of a test of the whole server. */
public final class SignedIn {
    private SignedIn() {}

    /** The value of the {@code Authorization} header after signing in with {@link FreshFolders#PASSWORD}. */
    public static String bearer() {
        String token = given().contentType(ContentType.JSON)
                .body(Map.of("password", FreshFolders.PASSWORD))
                .post("/api/login")
                .then()
                .extract()
                .path("token");
        return "Bearer " + token;
    }
}
