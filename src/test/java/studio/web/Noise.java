package studio.web;

import static io.restassured.RestAssured.given;

import java.util.List;
import java.util.Map;
import studio.testing.SignedIn;

/** What a test leaves in the log. */
final class Noise {
    private Noise() {}

    /** The lines of errors that the server under test has written so far. */
    static List<Map<String, Object>> errors() {
        return given().header("Authorization", SignedIn.bearer())
                .queryParam("limit", 2000)
                .get("/api/logs")
                .then()
                .statusCode(200)
                .extract()
                .path("logs.findAll { it.level == 'error' }");
    }
}
