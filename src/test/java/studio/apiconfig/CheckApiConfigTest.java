package studio.apiconfig;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import studio.config.CurrentConfig;
import studio.problem.Language;
import studio.testing.FreshFolders;
import studio.testing.SelfSigned;
import studio.testing.UpstreamDouble;
import studio.testing.UpstreamDouble.Script;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;
import studio.upstream.ReportedError;
import studio.upstream.UpstreamException;

/** What the connection test tells apart, over HTTP and against real sockets. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class CheckApiConfigTest {
    private static final String KEY = "sk-tried-0123456789abcdef";
    private static final String LIST = """
            {"data":[{"id":"google/nano-banana-2","architecture":{"output_modalities":["image"]}},
             {"id":"google/nano-banana-2-pro","architecture":{"output_modalities":["image"]}},
             {"id":"other/words","architecture":{"output_modalities":["text"]}}]}""";

    @Inject
    CurrentConfig file;

    @TempDir
    Path folder;

    private final UpstreamDouble upstream = new UpstreamDouble();
    private String token;

    @BeforeEach
    void signIn() {
        token = given().contentType(ContentType.JSON)
                .body(Map.of("password", FreshFolders.PASSWORD))
                .post("/api/login")
                .path("token");
    }

    @AfterEach
    void stop() {
        upstream.close();
        call().delete("/api/api-configs/tried");
    }

    private RequestSpecification call() {
        return call("en");
    }

    private RequestSpecification call(String language) {
        return given().header("Authorization", "Bearer " + token).header("Accept-Language", language);
    }

    private ValidatableResponse tried(String endpoint, String protocol, String model) {
        call().contentType(ContentType.JSON)
                .body(Map.of(
                        "id",
                        "tried",
                        "label",
                        "T",
                        "endpoint",
                        endpoint,
                        "model",
                        model,
                        "apiKey",
                        KEY,
                        "protocol",
                        protocol))
                .post("/api/api-configs")
                .then()
                .statusCode(200);
        return call().post("/api/api-configs/tried/test").then().statusCode(200).body(not(containsString(KEY)));
    }

    private ValidatableResponse tried(Script... scripts) {
        upstream.then(scripts);
        return tried(upstream.base(), "openai-chat", "google/nano-banana-2");
    }

    @Test
    void aConnectionThatWorksSaysWhatItFound() {
        tried(wire -> wire.json(200, LIST))
                .body("ok", equalTo(true))
                .body(
                        "detail",
                        equalTo("The connection works: 3 models, 2 of them make pictures, google/nano-banana-2 is among"
                                + " them."))
                .body("code", nullValue())
                .body("error", nullValue());
        assertThat(upstream.requests()).hasSize(1);
        assertThat(upstream.posts()).as("paid calls").isZero();
    }

    @Test
    void aClosedPortIsUnreachable() {
        tried("http://127.0.0.1:1/v1", "openai-chat", "m")
                .body("ok", equalTo(false))
                .body("code", equalTo("unreachable"))
                .body("nextStep", equalTo("check_endpoint"))
                .body("error", containsString("cannot be reached"))
                .body("upstream", nullValue());
    }

    @Test
    void aCertificateThatNobodyTrustsIsATlsFailure() throws Exception {
        try (SelfSigned server = new SelfSigned(folder)) {
            tried(server.base(), "openai-chat", "m")
                    .body("ok", equalTo(false))
                    .body("code", equalTo("tls_failed"))
                    .body("error", containsString("certificate"));
        }
    }

    static Stream<Arguments> elsewhere() {
        byte[] page = "<!DOCTYPE html><title>Welcome</title>".getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                arguments("a page that is not found", (Script) wire -> wire.answer(404, "text/html", page)),
                arguments("a page", (Script) wire -> wire.answer(200, "text/html", page)),
                arguments("a call that is not found", (Script)
                        wire -> wire.json(404, "{\"error\":{\"message\":\"Invalid URL\"}}")),
                arguments("a redirect", (Script) wire -> wire.json(302, "", "Location: http://127.0.0.1:1/login")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("elsewhere")
    void anAddressThatIsNoModelApiIsAWrongPath(String name, Script script) {
        tried(script)
                .body("ok", equalTo(false))
                .body("code", equalTo("wrong_path"))
                .body("nextStep", equalTo("check_endpoint"))
                .body("error", containsString("/v1"));
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void aKeyThatIsRefusedIsToldWithTheUpstreamsWords() {
        tried(wire -> wire.json(401, "{\"error\":{\"message\":\"No such key: " + KEY + "\"}}", "X-Request-Id: r-7"))
                .body("code", equalTo("bad_key"))
                .body("nextStep", equalTo("check_key"))
                .body("upstream.status", equalTo(401))
                .body("upstream.message", equalTo("No such key: ***"))
                .body("upstream.requestId", equalTo("r-7"));
    }

    @Test
    void anAccountWithoutCreditIsTold() {
        tried(wire -> wire.json(402, "{\"error\":{\"message\":\"Insufficient credits\"}}"))
                .body("code", equalTo("insufficient_balance"))
                .body("nextStep", equalTo("top_up"));
    }

    @Test
    void aModelThatIsNotListedIsToldWithThoseThatAreCalledAlike() {
        upstream.then(wire -> wire.json(200, LIST));
        tried(upstream.base(), "openai-chat", "nano-bananna-2")
                .body("ok", equalTo(false))
                .body("code", equalTo("model_not_found"))
                .body("nextStep", equalTo("change_model"))
                .body("suggestions", contains("google/nano-banana-2", "google/nano-banana-2-pro"))
                .body("error", containsString("The connection works, but the provider does not list a model"));
        call("zh")
                .post("/api/api-configs/tried/test")
                .then()
                .body("error", containsString("相近的有：google/nano-banana-2、google/nano-banana-2-pro。"));
    }

    @Test
    void aFailureOfTheUpstreamDoesNotSpeakOfABill() {
        tried(wire -> wire.json(500, "{\"error\":{\"message\":\"boom\"}}"))
                .body("code", equalTo("failed_unbilled"))
                .body("nextStep", equalTo("retry"))
                .body("error", containsString("not billed"));
    }

    @Test
    void aConnectionThatBreaksIsToldFromOneThatWasNeverMade() {
        tried(wire -> wire.reset())
                .body("code", equalTo("cut"))
                .body("nextStep", equalTo("check_endpoint"))
                .body("error", containsString("hung up"));
        assertThat(upstream.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureCode.class,
            names = {"TIMEOUT", "CUT"})
    void aFreeCallThatBreaksOffDoesNotThreatenWithABill(FailureCode code) {
        CheckApiConfig.FreeCallFailure failure = CheckApiConfig.FreeCallFailure.of(
                new UpstreamException(code, Outcome.UNKNOWN, ReportedError.NOTHING, null));
        assertThat(failure.sentence().in(Language.ENGLISH))
                .doesNotContain("billed")
                .endsWith(".");
        assertThat(failure.sentence().in(Language.CHINESE)).doesNotContain("计费").endsWith("。");
        assertThat(failure.code()).isEqualTo(code.wire());
    }

    @Test
    void openRoutersFormAlsoTellsWhatIsLeftToSpend() {
        upstream.then(
                wire -> wire.json(200, "{\"data\":{\"limit\":20,\"limit_remaining\":12.309}}"),
                wire -> wire.json(200, LIST),
                wire -> wire.json(200, "{\"data\":[]}"));
        tried(upstream.base(), "openrouter-images", "google/nano-banana-2")
                .body("ok", equalTo(true))
                .body("detail", containsString("is among them, 12.30 USD left of 20.00."));
        assertThat(upstream.requests())
                .extracting(UpstreamDouble.Request::target)
                .containsExactly("/v1/key", "/v1/models?output_modalities=image", "/v1/images/models");
    }

    @Test
    void aKeyWithNothingLeftIsToldBeforeAnythingElse() {
        upstream.then(wire -> wire.json(200, "{\"data\":{\"limit\":20,\"limit_remaining\":-0.5}}"));
        tried(upstream.base(), "openrouter-images", "m")
                .body("code", equalTo("insufficient_balance"))
                .body("upstream.message", equalTo("-0.5 USD left of 20"));
        assertThat(upstream.requests())
                .extracting(UpstreamDouble.Request::target)
                .containsExactly("/v1/key");
    }

    @Test
    void aKeyThatIsNotThereIsAResultToo() {
        file.edit(tree -> tree.withArray("apiConfigs")
                .addObject()
                .put("id", "tried")
                .put("endpoint", upstream.base())
                .put("model", "m")
                .put("apiKey", "file:/not/there"));
        call().post("/api/api-configs/tried/test")
                .then()
                .statusCode(200)
                .body("ok", equalTo(false))
                .body("code", equalTo("key_unavailable"))
                .body("nextStep", equalTo("check_key"));
        assertThat(upstream.connections()).isZero();
    }
}
