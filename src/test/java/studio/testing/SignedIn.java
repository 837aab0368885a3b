package studio.testing;

import static io.restassured.RestAssured.given;

import io.restassured.RestAssured;
import io.restassured.builder.RequestSpecBuilder;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Map;

/** The signed-in user of a test of the whole server. */
public final class SignedIn {
    private SignedIn() {}

    /** From now on every request of RestAssured is signed in. */
    public static void always() {
        never();
        String bearer = bearer();
        RestAssured.requestSpecification =
                new RequestSpecBuilder().addHeader("Authorization", bearer).build();
    }

    public static void never() {
        RestAssured.requestSpecification = null;
    }

    /** The value of the {@code Authorization} header after signing in with {@link FreshFolders#PASSWORD}. */
    public static String bearer() {
        return "Bearer " + signIn().path("token");
    }

    /** The session cookie of a sign-in. */
    public static String cookie() {
        return signIn().cookie("studio_session");
    }

    private static Response signIn() {
        Response answer = given().contentType(ContentType.JSON)
                .body(Map.of("password", FreshFolders.PASSWORD))
                .post("/api/login");
        answer.then().statusCode(200);
        return answer;
    }
}
