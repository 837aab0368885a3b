package studio.apiconfig;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.config.CurrentConfig;
import studio.config.SandboxKey;
import studio.model.Protocol;
import studio.problem.Language;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;
import studio.testing.FreshFolders;
import studio.upstream.Connection;
import studio.web.server.HttpSettings;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class ApiConfigsOverHttpTest {
    private static final Map<String, String> RELAY = Map.of(
            "id", " relay ",
            "label", " Relay ",
            "endpoint", "https://relay.example/v1",
            "model", "m",
            "apiKey", "sk-relay-secret");

    @Inject
    ApiConfigs configs;

    @Inject
    CurrentConfig file;

    @Inject
    SandboxKey sandbox;

    @Inject
    FolderSettings folders;

    @Inject
    HttpSettings http;

    private String token;

    @BeforeEach
    void signIn() {
        token = given().contentType(ContentType.JSON)
                .body(Map.of("password", FreshFolders.PASSWORD))
                .post("/api/login")
                .path("token");
    }

    @AfterEach
    void removeWhatWasMade() {
        configs.all().stream().filter(config -> !config.id().equals("sandbox")).forEach(config -> call().delete(
                        "/api/api-configs/" + config.id()));
        call().get("/api/templates").<List<String>>path("templates.id").forEach(id -> call().delete(
                        "/api/templates/" + id));
    }

    @Test
    void anApiConfigIsAddedListedChangedMadeDefaultAndRemovedAndItsKeyNeverShown() {
        post("/api/api-configs", RELAY)
                .statusCode(200)
                .body("config.id", equalTo("relay"))
                .body("config.label", equalTo("Relay"))
                .body("config.protocol", equalTo("auto"))
                .body("config.hasApiKey", equalTo(true));
        post("/api/api-configs", RELAY).statusCode(409).body("code", equalTo("id_taken"));
        put("/api/api-configs/relay", Map.of("label", "New", "apiKey", "", "endpoint", "https://relay.example/v2"))
                .statusCode(200)
                .body("config.label", equalTo("New"))
                .body("config.model", equalTo("m"));
        assertThat(configs.connect("relay", "m").apiKey()).isEqualTo("sk-relay-secret");
        post("/api/api-configs/relay/default", Map.of()).statusCode(200).body("defaultConfigId", equalTo("relay"));
        call().get("/api/api-configs")
                .then()
                .statusCode(200)
                .body("configs.id", contains("sandbox", "relay"))
                .body("defaultConfigId", equalTo("relay"))
                .body(not(containsString("sk-relay")));
        call().delete("/api/api-configs/relay").then().statusCode(200).body("config.id", equalTo("relay"));
        call().get("/api/api-configs").then().body("defaultConfigId", equalTo("sandbox"));
        call().delete("/api/api-configs/relay").then().statusCode(404).body("code", equalTo("config_not_found"));
    }

    @Test
    void aStoredKeyDoesNotFollowToAnotherHost() {
        post("/api/api-configs", RELAY).statusCode(200);
        for (String elsewhere :
                List.of("https://evil.example/v1", "http://relay.example/v1", "https://relay.example:8443/v1")) {
            put("/api/api-configs/relay", Map.of("endpoint", elsewhere))
                    .statusCode(400)
                    .body("errors.field", contains("apiKey"));
        }
        put("/api/api-configs/relay", Map.of("endpoint", "https://RELAY.example:443/v3"))
                .statusCode(200);
        put("/api/api-configs/relay", Map.of("endpoint", "https://evil.example/v1", "apiKey", "sk-new"))
                .statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "label | ",
                "id | a/b",
                "endpoint | ftp://x.example",
                "endpoint | https://me:pw@x.example/v1",
                "endpoint | https://x.example/#a",
                "endpoint | https://x.example/v1?api-key=secret",
                "endpoint | https://x.example/v1beta?alt=json&Key=secret",
                "endpoint | https://x.example/v1?access%5Ftoken=secret",
                "endpoint | not a url",
                "apiKey | has a space",
                "protocol | telepathy",
                "dialect | klingon",
            })
    void aWrongFieldIsNamed(String field, String value) {
        Map<String, String> body = new HashMap<>(RELAY);
        body.put(field, value == null ? "" : value);
        post("/api/api-configs", body).statusCode(400).body("errors.field", hasItem(field));
    }

    @Test
    void allWrongFieldsAreNamedAtOnce() {
        post(
                        "/api/api-configs",
                        Map.of("label", "l".repeat(101), "endpoint", "ftp://x.example", "protocol", "telepathy"))
                .statusCode(400)
                .body("code", equalTo("invalid_request"))
                .body("errors.field", containsInAnyOrder("id", "label", "endpoint", "model", "apiKey", "protocol"))
                .body("errors.find { it.field == 'label' }.message", equalTo("最多 100 个字符"));
        post("/api/templates", Map.of("id", "a/b", "title", "t".repeat(201)))
                .statusCode(400)
                .body("errors.field", containsInAnyOrder("id", "title", "prompt"));
        post(
                        "/api/templates/import",
                        Map.of(
                                "templates",
                                List.of(
                                        Map.of("title", "A", "prompt", "p"),
                                        Map.of("prompt", "p", "image", "javascript:alert(1)"))))
                .statusCode(400)
                .body("errors.field", containsInAnyOrder("templates[1].title", "templates[1].image"));
    }

    @ParameterizedTest
    @CsvSource({
        "sk–test–aa, –",
        "你的密钥, 你",
        "ｓｋ-test, ｓ",
        "sk-te\u200Bst, U+200B",
        "sk-te\u00A0st, U+00A0",
        "sk-‘test’, ‘",
        "sk-tëst, ë",
        "'sk-\uD83D\uDE00', \uD83D\uDE00",
        "sk-\u0001test, U+0001",
        "Bearer sk—test, —",
    })
    void aKeyIsNeverRewrittenButRefusedWithTheCharacterNamed(String key, String named) {
        Map<String, String> body = new HashMap<>(RELAY);
        body.put("apiKey", key);
        post("/api/api-configs", body)
                .statusCode(400)
                .body("errors.field", contains("apiKey"))
                .body("message", containsString(named));
        post("/api/api-configs", RELAY).statusCode(200);
        call().contentType(ContentType.JSON)
                .header("Accept-Language", "en")
                .body(Map.of("apiKey", key))
                .put("/api/api-configs/relay")
                .then()
                .statusCode(400)
                .body("message", containsString("contains"))
                .body("message", containsString(named));
        assertThat(configs.connect("relay", "m").apiKey()).isEqualTo("sk-relay-secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer sk-typed",
                " bearer  sk-typed\n",
                "BEARER\tsk-typed",
                "\uFEFFsk-typed\u200B\r\n",
                "\u200Esk-typed\u3000",
                "Bearer bearer sk-typed"
            })
    void whatStandsAroundAKeyGoesWithoutAWord(String typed) {
        Map<String, String> body = new HashMap<>(RELAY);
        body.put("apiKey", typed);
        post("/api/api-configs", body).statusCode(200);
        assertThat(configs.connect("relay", "m").apiKey()).isEqualTo("sk-typed");
        put("/api/api-configs/relay", Map.of("apiKey", typed)).statusCode(200);
        assertThat(configs.connect("relay", "m").apiKey()).isEqualTo("sk-typed");
    }

    @Test
    void aKeyOfTheFileOrBehindAReferenceIsCheckedAndCleanedAlike(@TempDir Path folder) throws IOException {
        Path secret = folder.resolve("密钥");
        file.edit(tree -> tree.withArray("apiConfigs")
                .addObject()
                .put("id", "by-hand")
                .put("endpoint", RELAY.get("endpoint"))
                .put("model", "m")
                .put("apiKey", "file:" + secret));
        Files.writeString(secret, "\uFEFFBearer sk-mounted\n");
        assertThat(configs.connect("by-hand", "m").apiKey()).isEqualTo("sk-mounted");
        Files.writeString(secret, "sk–mounted\n");
        call().post("/api/api-configs/by-hand/test")
                .then()
                .body("ok", equalTo(false))
                .body("code", equalTo("key_unavailable"))
                .body("error", containsString("“–” (U+2013)"))
                .body("nextStep", equalTo("check_key"));
        file.edit(tree ->
                tree.withArray("apiConfigs").get(1) instanceof ObjectNode entry ? entry.put("apiKey", "你的密钥") : tree);
        call().header("Accept-Language", "en")
                .get("/api/api-configs/by-hand/models")
                .then()
                .statusCode(400)
                .body("code", equalTo("key_unavailable"))
                .body("message", containsString("“你” (U+4F60)"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://relay.example/c/v1。, https://relay.example/c/v1",
        "'https://relay.example/c/v1\uFF0C', https://relay.example/c/v1",
        "https://relay.example/c/v1\u200B, https://relay.example/c/v1",
        "'\uFEFFhttps://relay.example/c/v1\u202A\u3000', https://relay.example/c/v1",
        "“https://relay.example/c/v1”, https://relay.example/c/v1",
        "'「https://relay.example/c/v1」、', https://relay.example/c/v1",
        "<https://relay.example/c/v1>, https://relay.example/c/v1",
        "'\"https://relay.example/c/v1\",', https://relay.example/c/v1",
        "https://relay.example/接口/v1, https://relay.example/%E6%8E%A5%E5%8F%A3/v1",
        "https://relay.example/%E6%8E%A5%E5%8F%A3/v1, https://relay.example/%E6%8E%A5%E5%8F%A3/v1",
        "https://relay.example/ключ/v1?r=é, https://relay.example/%D0%BA%D0%BB%D1%8E%D1%87/v1?r=%C3%A9",
        "https://relay.example/می\u200Cخواهم, https://relay.example/%D9%85%DB%8C%E2%80%8C%D8%AE%D9%88%D8%A7%D9%87%D9%85",
        "https://例子.测试:8443/v1, https://xn--fsqu00a.xn--0zwm56d:8443/v1",
        "https://bücher.example/v1, https://xn--bcher-kva.example/v1",
    })
    void aPastedAddressIsCleanedAndEncoded(String pasted, String address) {
        Map<String, String> body = new HashMap<>(RELAY);
        body.put("endpoint", pasted);
        post("/api/api-configs", body).statusCode(200).body("config.endpoint", equalTo(address));
        assertThat(configs.connect("relay", "m").endpoint()).hasToString(address);
        put("/api/api-configs/relay", Map.of("endpoint", pasted, "apiKey", "sk-other"))
                .statusCode(200)
                .body("config.endpoint", equalTo(address));
    }

    @ParameterizedTest
    @CsvSource({
        "https：//relay.example/v1, ：",
        "https://relay.example／v1, ／",
        "https://relay。example/v1, 。",
        "https://relay.example/v1？key=1, ？",
        "https://relay.example/v\u200B1, U+200B",
        "https://relay.example/v\u202E1, U+202E",
        "https://relay.example/a\u3000b, U+3000",
        "https://relay.example/a b, U+0020",
        "https://relay.example/{region}/v1, {",
        "接口地址https://relay.example/v1, 接",
        "https://rel–ay.example/v1, –",
        "https://relay.example/\uFFFD/v1, U+FFFD",
        "https://relay.example/１, １",
    })
    void anAddressThatIsNoneIsRefusedWithTheCharacterNamed(String pasted, String named) {
        Map<String, String> body = new HashMap<>(RELAY);
        body.put("endpoint", pasted);
        post("/api/api-configs", body)
                .statusCode(400)
                .body("errors.field", contains("endpoint"))
                .body("message", containsString(named));
        post("/api/api-configs", RELAY).statusCode(200);
        call().contentType(ContentType.JSON)
                .header("Accept-Language", "en")
                .body(Map.of("endpoint", pasted))
                .put("/api/api-configs/relay")
                .then()
                .statusCode(400)
                .body("message", containsString(named));
    }

    @Test
    void aKeyInTheFilesAddressIsUsedButNeverShown() {
        file.edit(tree -> tree.withArray("apiConfigs")
                .addObject()
                .put("id", "by-hand")
                .put("endpoint", "https://relay.example/v1?api-version=2&key=hidden")
                .put("model", "m")
                .put("apiKey", "sk"));
        String shown = "https://relay.example/v1?api-version=2";
        call().get("/api/api-configs").then().body("configs.find { it.id == 'by-hand' }.endpoint", equalTo(shown));
        put("/api/api-configs/by-hand", Map.of("label", "Relay", "endpoint", shown))
                .statusCode(200)
                .body("config.endpoint", equalTo(shown));
        assertThat(configs.connect("by-hand", "m").endpoint())
                .hasToString("https://relay.example/v1?api-version=2&key=hidden");
    }

    @Test
    void theListNamesWhatAConfigMayChooseFrom() {
        call().get("/api/api-configs")
                .then()
                .body("dialects.name", hasItems("openai", "azure"))
                .body("dialects.find { it.name == 'azure' }.label", equalTo("Azure OpenAI"))
                .body("practiceUpstream", equalTo(true));
    }

    @Test
    void aWrongTypeIsABadRequestWithTheField() {
        post("/api/api-configs", Map.of("id", 5)).statusCode(400).body("errors.field", hasItem("id"));
        post("/api/templates", Map.of("title", List.of())).statusCode(400).body("errors.field", hasItem("title"));
        post("/api/templates/import", Map.of("templates", "x")).statusCode(400);
    }

    @Test
    void thePracticeUpstreamIsThisServerWithItsOwnKey() {
        Connection connection = configs.connect("sandbox", "m");
        assertThat(connection.apiKey()).isEqualTo(sandbox.value());
        assertThat(connection.endpoint()).hasToString("http://127.0.0.1:" + http.port() + "/sandbox/v1");
        assertThat(connection.protocol()).isEqualTo(Protocol.OPENAI_CHAT);
    }

    @Test
    void aRouteThatWasPlannedIsFollowedWithTheKeyOfNowUnlessItIsOfAnotherServer() {
        post("/api/api-configs", RELAY).statusCode(200);
        ApiConfig.Route planned = configs.find("relay").orElseThrow().route(Protocol.OPENAI_CHAT);
        put(
                        "/api/api-configs/relay",
                        Map.of("label", "New", "endpoint", "https://relay.example/v2", "apiKey", "sk-renewed"))
                .statusCode(200);
        Connection connection = configs.connect("relay", planned);
        assertThat(connection.apiKey()).isEqualTo("sk-renewed");
        assertThat(connection.endpoint()).hasToString("https://relay.example/v1");
        assertThat(connection.label()).isEqualTo("Relay");
        assertThat(connection.protocol()).isEqualTo(Protocol.OPENAI_CHAT);

        put("/api/api-configs/relay", Map.of("endpoint", "https://elsewhere.example/v1", "apiKey", "sk-elsewhere"))
                .statusCode(200);
        assertThatThrownBy(() -> configs.connect("relay", planned))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.code()).isEqualTo("key_unavailable");
                    assertThat(e.message().in(Language.ENGLISH)).contains("leads to another server");
                });
        assertThat(configs.withoutKey("relay", planned).apiKey()).isEmpty();
        assertThat(configs.withoutKey("relay", planned).endpoint()).hasToString("https://relay.example/v1");
    }

    @Test
    void aKeyReferenceThatLeadsNowhereIsToldWhenTheKeyIsNeeded() {
        // As its editor writes it into the file; over HTTP nobody may.
        file.edit(tree -> tree.withArray("apiConfigs")
                .addObject()
                .put("id", "relay")
                .put("endpoint", RELAY.get("endpoint"))
                .put("apiKey", "file:/not/there"));
        assertThatThrownBy(() -> configs.connect("relay", "m"))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo("key_unavailable"));
        call().get("/api/api-configs/relay/models").then().statusCode(400).body("code", equalTo("key_unavailable"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"env:PATH", "file:/etc/hostname", " env:PATH "})
    void aReferenceIsNotTakenOverHttp(String reference) {
        Map<String, String> body = new HashMap<>(RELAY);
        body.put("apiKey", reference);
        post("/api/api-configs", body).statusCode(400).body("errors.field", contains("apiKey"));
        post("/api/api-configs", RELAY).statusCode(200);
        put("/api/api-configs/relay", Map.of("apiKey", reference))
                .statusCode(400)
                .body("errors.field", contains("apiKey"));
    }

    @Test
    void aReferenceThatStandsInTheFileServesItsOwnHostOnly() {
        file.edit(tree -> tree.withArray("apiConfigs")
                .addObject()
                .put("id", "by-hand")
                .put("endpoint", RELAY.get("endpoint"))
                .put("apiKey", "env:PATH"));
        Map<String, String> body = new HashMap<>(RELAY);
        body.put("apiKey", "env:PATH");
        post("/api/api-configs", body).statusCode(200);
        put("/api/api-configs/by-hand", Map.of("endpoint", "https://elsewhere.example/v1", "apiKey", "env:PATH"))
                .statusCode(400)
                .body("errors.field", contains("apiKey"));
        put("/api/api-configs/by-hand", Map.of("endpoint", "https://elsewhere.example/v1"))
                .statusCode(400)
                .body("errors.field", contains("apiKey"));
    }

    @Test
    void aConfigCanBeTriedWithoutCosts() {
        call().post("/api/api-configs/sandbox/test")
                .then()
                .statusCode(200)
                .body("ok", equalTo(true))
                .body("latencyMs", greaterThanOrEqualTo(0))
                .body("detail", containsString("模型"));
        Map<String, String> body = new HashMap<>(RELAY);
        body.put("endpoint", "http://127.0.0.1:1/v1");
        post("/api/api-configs", body).statusCode(200);
        call().header("Accept-Language", "en")
                .post("/api/api-configs/relay/test")
                .then()
                .statusCode(200)
                .body("ok", equalTo(false))
                .body("code", equalTo("unreachable"))
                .body("error", containsString("cannot be reached"));
        call().post("/api/api-configs/none/test").then().statusCode(404).body("code", equalTo("config_not_found"));
    }

    @Test
    void theFormLearnsWhatAModelAccepts() {
        call().get("/api/models/capabilities")
                .then()
                .statusCode(200)
                .body("configId", equalTo("sandbox"))
                .body("model", equalTo("sandbox-painter"))
                .body("protocol", equalTo("openai-chat"))
                .body("capabilities.source", equalTo("registry"))
                .body("capabilities.known", equalTo(true))
                .body("capabilities.aspectRatios.ratio", hasItem("16:9"))
                .body("capabilities.aspectRatios.find { it.ratio == '16:9' }.pixels.'2K'", equalTo("2752x1536"))
                .body("capabilities.exactSizes.maxSide", equalTo(12288))
                .body("capabilities.references.max", equalTo(16))
                .body("capabilities.mask", equalTo(false))
                .body("capabilities.pictures.perCall", equalTo(1))
                .body("capabilities.price.perPicture", equalTo("0"));
        call().get("/api/models/capabilities?configId=sandbox&model=other")
                .then()
                .statusCode(200)
                .body("model", equalTo("other"))
                .body("capabilities.source", equalTo("guess"))
                .body("capabilities.known", equalTo(false))
                .body("capabilities.note.zh", containsString("尚无该模型的资料"));
        call().get("/api/models/capabilities?configId=none").then().statusCode(404);
    }

    @Test
    void aModelsFileBesideTheConfigFileOverridesWhatIsKnown() throws IOException {
        Path models = folders.configFile().resolveSibling("models.json");
        Files.writeString(models, """
                {"models": [{"match": ["ours-*"], "name": "Ours", "qualities": ["draft"], "price": {"perPicture": "0.0125"}}]}
                """);
        try {
            await().atMost(10, SECONDS).untilAsserted(() -> call().get("/api/models/capabilities?model=acme/ours-1")
                    .then()
                    .statusCode(200)
                    .body("capabilities.source", equalTo("config"))
                    .body("capabilities.name", equalTo("Ours"))
                    .body("capabilities.qualities", contains("draft"))
                    .body("capabilities.price.perPicture", equalTo("0.0125")));
            post("/api/generate/task", Map.of("prompt", "x", "model", "ours-1", "quality", "high"))
                    .statusCode(400)
                    .body("errors.field", contains("quality"))
                    .body("message", containsString("draft"));
        } finally {
            Files.delete(models);
        }
    }

    @Test
    void anUpstreamThatCannotBeReachedIsABadGateway() {
        Map<String, String> body = new HashMap<>(RELAY);
        body.put("endpoint", "http://127.0.0.1:1/v1");
        post("/api/api-configs", body).statusCode(200);
        call().get("/api/api-configs/relay/models").then().statusCode(502).body("code", equalTo("unreachable"));
    }

    @Test
    void templatesAreAddedChangedOrderedExportedImportedAndRemoved() {
        post("/api/templates", Map.of("id", "a", "title", "A", "prompt", "p", "image", "/1.png"))
                .statusCode(200);
        String made = post("/api/templates", Map.of("title", "B", "prompt", "q"))
                .statusCode(200)
                .extract()
                .path("template.id");
        post("/api/templates", Map.of("id", "a", "title", "A", "prompt", "p")).statusCode(409);
        post("/api/templates", Map.of("title", "A")).statusCode(400).body("errors.field", contains("prompt"));
        post("/api/templates", Map.of("title", "A", "prompt", "p", "image", "javascript:alert(1)"))
                .statusCode(400);
        put("/api/templates/a", Map.of("title", "AA"))
                .statusCode(200)
                .body("template.title", equalTo("AA"))
                .body("template.prompt", equalTo("p"));
        put("/api/templates/none", Map.of("title", "AA")).statusCode(404);
        put("/api/templates/order", Map.of("ids", List.of(made, "a")))
                .statusCode(200)
                .body("templates.id", contains(made, "a"));
        put("/api/templates/order", Map.of("ids", List.of("a", "a"))).statusCode(400);
        String exported = call().get("/api/templates/export")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        call().delete("/api/templates/a").then().statusCode(200).body("template.title", equalTo("AA"));
        call().contentType(ContentType.JSON)
                .body(exported)
                .post("/api/templates/import")
                .then()
                .statusCode(200)
                .body("templates.id", contains(made, "a"));
        assertThat(file.current().templates()).hasSize(2);
    }

    private RequestSpecification call() {
        return given().header("Authorization", "Bearer " + token);
    }

    private ValidatableResponse post(String path, Object body) {
        return call().contentType(ContentType.JSON).body(body).post(path).then();
    }

    private ValidatableResponse put(String path, Object body) {
        return call().contentType(ContentType.JSON).body(body).put(path).then();
    }
}
