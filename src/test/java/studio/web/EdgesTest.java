package studio.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class EdgesTest {

    @BeforeEach
    void signIn() {
        SignedIn.always();
    }

    @AfterEach
    void signOut() {
        SignedIn.never();
    }

    @Test
    void aFailureHasOneShape() {
        given().get("/probe/fail/problem")
                .then()
                .statusCode(429)
                .contentType("application/json;charset=UTF-8")
                .header("Retry-After", "7")
                .header("Content-Language", "zh-CN")
                .header("Cache-Control", "no-store")
                .body("type", equalTo("about:blank"))
                .body("title", equalTo("Too Many Requests"))
                .body("status", equalTo(429))
                .body("code", equalTo("queue_full"))
                .body("message", equalTo("任务队列已满，请等前面的任务完成后再试"))
                .body("requestId", matchesPattern("[a-z0-9]{10}"))
                .body("errors[0].field", equalTo("images[2]"))
                .body("errors[0].message", equalTo("太大"))
                .body("upstream.status", equalTo(429));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/probe", "/probe/named", "/probe/fail/problem", "/nowhere", "/webui/none.js", "/q/openapi"})
    void anAnswerHasEachHeaderOnce(String path) {
        assertThat(given().get(path).headers().asList())
                .extracting(header -> header.getName().toLowerCase(Locale.ROOT))
                .doesNotHaveDuplicates();
    }

    /** Two such headers at once would let a cache choose the wrong one. */
    @ParameterizedTest
    @ValueSource(strings = {"/webui/assets/none.js", "/api/none", "/api/session"})
    void anAnswerSaysOnceWhetherItMayBeCached(String path) {
        assertThat(given().get(path).headers().getValues("Cache-Control")).containsExactly("no-store");
    }

    @Test
    void aClientThatNamesTheProblemMediaTypeGetsIt() {
        given().accept("application/problem+json, application/json")
                .get("/probe/fail/problem")
                .then()
                .contentType(containsString("application/"))
                .body("code", equalTo("queue_full"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en-GB,en;q=0.9|The queue is full; try again when a task has finished",
                "zh-CN,zh;q=0.9,en;q=0.8|任务队列已满，请等前面的任务完成后再试",
                "en;q=0.3, zh-TW;q=0.5|任务队列已满，请等前面的任务完成后再试",
                "fr, en;q=0.2|The queue is full; try again when a task has finished",
                "fr|任务队列已满，请等前面的任务完成后再试"
            })
    void theMessageIsInTheLanguageThatIsAskedFor(String accept, String message) {
        given().header("Accept-Language", accept)
                .get("/probe/fail/problem")
                .then()
                .body("message", equalTo(message));
    }

    @ParameterizedTest
    @CsvSource({"error,500,internal_error", "exception,500,internal_error", "timeout,504,timeout"})
    void anUnexpectedFailureSaysNothingOfItsInside(String how, int status, String code) {
        given().get("/probe/fail/" + how)
                .then()
                .statusCode(status)
                .body("code", equalTo(code))
                .body("requestId", notNullValue())
                .body(not(containsString("secret")))
                .body(not(containsString("Exception")));
    }

    @Test
    void headersOfAFrameworkFailureAreKept() {
        given().get("/probe/fail/jaxrs")
                .then()
                .statusCode(409)
                .header("Retry-After", "3")
                .body("code", equalTo("conflict"));
    }

    @Test
    void anUnknownAddressIsAProblemForProgramsAndAPageForBrowsers() {
        given().get("/nowhere").then().statusCode(404).body("code", equalTo("not_found"));
        given().accept("text/html,*/*")
                .get("/nowhere")
                .then()
                .statusCode(404)
                .contentType("text/html;charset=UTF-8")
                .body(containsString("/webui/"));
        given().get("/probe/no/such").then().statusCode(404).body("code", equalTo("not_found"));
    }

    @Test
    void aWrongMethodIs405AndNamesTheRightOnes() {
        given().delete("/probe")
                .then()
                .statusCode(405)
                .header("Allow", containsString("GET"))
                .body("code", equalTo("method_not_allowed"));
        given().post("/webui/").then().statusCode(405).header("Allow", "GET, HEAD");
    }

    @Test
    void headWorksWhereGetDoes() {
        given().head("/probe")
                .then()
                .statusCode(200)
                .header("x-request-id", notNullValue())
                .body(emptyString());
        given().head("/webui/").then().statusCode(200).body(emptyString());
        given().head("/nowhere").then().statusCode(404).body(emptyString());
    }

    @Test
    void optionsNamesTheMethods() {
        given().options("/probe").then().statusCode(200).header("Allow", containsString("POST"));
    }

    @Test
    void aBodyOfAnotherFormatIs415AndAnUnservableAcceptIs406() {
        given().contentType("text/plain")
                .body("x")
                .post("/probe")
                .then()
                .statusCode(415)
                .body("code", equalTo("unsupported_media_type"));
        given().accept("image/png").get("/probe").then().statusCode(406).body("code", equalTo("not_acceptable"));
    }

    @Test
    void malformedJsonIsPointedAt() {
        given().contentType(ContentType.JSON)
                .body("{\"prompt\": \"a\",\n \"flag\": tru }")
                .post("/probe")
                .then()
                .statusCode(400)
                .body("code", equalTo("malformed_json"))
                .body("line", equalTo(2))
                .body("message", containsString("第 2 行"));
    }

    @ParameterizedTest
    @MethodSource("studio.testing.NotText#samples")
    void bytesThatAreNoTextAreMalformed(byte[] body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/probe")
                .then()
                .statusCode(400)
                .body("code", equalTo("malformed_json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   "})
    void anEmptyBodyIsMalformed(String body) {
        given().contentType(ContentType.JSON).body(body).post("/probe").then().statusCode(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"prompt\": 5}|prompt|must be a string",
                "{\"prompt\": {}}|prompt|must be a string",
                "{\"prompt\": [\"a\"]}|prompt|must be a string",
                "{\"flag\": \"yes\"}|flag|must be true or false",
                "{\"flag\": 1}|flag|must be true or false",
                "{\"count\": \"5\"}|count|must be a whole number",
                "{\"count\": 1.5}|count|must be a whole number",
                "{\"parts\": {}}|parts|must be an array",
                "{\"parts\": [{\"size\": \"x\"}]}|parts[0].size|must be a whole number",
                "{\"colour\": \"mauve\"}|colour|is not one of the allowed values"
            })
    void aWrongTypeNamesItsField(String body, String field, String message) {
        given().contentType(ContentType.JSON)
                .header("Accept-Language", "en")
                .body(body)
                .post("/probe")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_request"))
                .body("errors[0].field", equalTo(field))
                .body("errors[0].message", equalTo(message));
    }

    @Test
    void aBodyThatIsNoObjectIsRefused() {
        given().contentType(ContentType.JSON)
                .body("[1]")
                .post("/probe")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_request"));
    }

    @Test
    void aSensibleRequestIdIsKeptAndAnyOtherReplaced() {
        given().header("x-request-id", "proxy-1234.AB")
                .get("/probe")
                .then()
                .header("x-request-id", "proxy-1234.AB")
                .body("requestId", equalTo("proxy-1234.AB"));
        given().header("x-request-id", "short")
                .get("/probe")
                .then()
                .header("x-request-id", matchesPattern("[a-z0-9]{10}"));
        given().header("x-request-id", "a{b}c<script>")
                .get("/nowhere")
                .then()
                .header("x-request-id", matchesPattern("[a-z0-9]{10}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/webui/", "/webui/icon.svg", "/probe", "/probe/fail/error", "/nowhere", "/q/openapi"})
    void everyAnswerCarriesIdAndSecurityHeaders(String path) {
        given().get(path)
                .then()
                .header("x-request-id", notNullValue())
                .header("Date", matchesPattern("\\w{3}, \\d{1,2} \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT"))
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "same-origin")
                .header("Permissions-Policy", containsString("camera=()"))
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("Strict-Transport-Security", nullValue())
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/tasks", "/api/nope", "/nowhere"})
    void withoutSignInEveryAddressAnswers401InTheSameShape(String path) {
        SignedIn.never();
        given().get(path)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .body("code", equalTo("unauthorized"))
                .body("message", containsString("登录"))
                .body("requestId", notNullValue());
    }

    @Test
    void anUnknownAddressOfTheApiIs404() {
        given().get("/api/nope").then().statusCode(404).body("code", equalTo("not_found"));
        given().accept("text/html").get("/api/nope").then().statusCode(404).body("code", equalTo("not_found"));
    }
}
