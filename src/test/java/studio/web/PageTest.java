package studio.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.testing.FreshFolders;

/** The page as the server hands it out, built from {@code src-ui}; nobody is signed in. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class PageTest {
    private static final Pattern SCRIPT = Pattern.compile("<script\\b([^>]*)>(.*?)</script>", Pattern.DOTALL);
    private static final Pattern ASSET = Pattern.compile("\"(/webui/assets/[^\"]+)\"");

    @Test
    void theRootLeadsToThePage() {
        given().redirects().follow(false).get("/").then().statusCode(302).header("Location", "/webui/");
        given().redirects().follow(false).get("/webui").then().statusCode(302).header("Location", "/webui/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/webui/",
                "/webui/gallery",
                "/webui/gallery/0198c2f0-5a1e-7000-8000-2f1e0d9c8b7a?q=lake",
                "/webui/tasks/17",
                "/webui/sign-in?to=/tasks",
                "/webui/no/such/page"
            })
    void everyRouteOfThePageGivesThePageAndAsksAgainEachTime(String route) {
        given().get(route)
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header("Cache-Control", "no-cache")
                .body(equalTo(page()));
    }

    @Test
    void whatThePageLoadsIsThereAndStaysForEver() {
        List<String> assets =
                ASSET.matcher(page()).results().map(found -> found.group(1)).toList();
        assertThat(assets).anyMatch(path -> path.endsWith(".js")).anyMatch(path -> path.endsWith(".css"));
        for (String asset : assets) {
            given().get(asset)
                    .then()
                    .statusCode(200)
                    .contentType(containsString(asset.endsWith(".js") ? "javascript" : "text/css"))
                    .header("Cache-Control", "public, max-age=31536000, immutable");
        }
    }

    @Test
    void aFileThatIsNotThereIsNotThePage() {
        given().get("/webui/assets/gone-1a2b.js").then().statusCode(404).header("Cache-Control", "no-store");
        given().get("/webui/gone.png").then().statusCode(404);
        given().get("/webui/../application.properties").then().statusCode(401);
    }

    @Test
    void thePolicyAllowsScriptsAndStylesOfThisServerOnly() {
        String policy = given().get("/webui/").header("Content-Security-Policy");
        assertThat(policy.split("; ")).contains("script-src 'self'", "connect-src 'self'", "style-src 'self'");
        assertThat(policy).contains("img-src 'self' data: blob:").doesNotContain("script-src-elem", "eval");
    }

    @Test
    void thePageHasNoScriptInItsText() {
        List<MatchResult> scripts = SCRIPT.matcher(page()).results().toList();
        assertThat(scripts).isNotEmpty().allSatisfy(script -> {
            assertThat(script.group(1)).contains("src=\"/webui/");
            assertThat(script.group(2)).isBlank();
        });
        assertThat(page()).doesNotContainPattern("\\son[a-z]+=").doesNotContain("javascript:", "http://", "https://");
    }

    @ParameterizedTest
    @CsvSource({
        "manifest.json, application/json",
        "icon.svg, image/svg+xml",
        "icon-180.png, image/png",
        "icon-192.png, image/png",
        "icon-512.png, image/png",
        "appearance.js, text/javascript"
    })
    void whatInstallingThePageNeedsHasItsMediaType(String file, String mediaType) {
        given().get("/webui/" + file)
                .then()
                .statusCode(200)
                .contentType(containsString(mediaType))
                .header("Cache-Control", "no-cache");
    }

    @Test
    void theManifestNamesIconsThatAreThere() {
        List<String> icons = given().get("/webui/manifest.json").jsonPath().getList("icons.src");
        assertThat(icons).isNotEmpty();
        for (String icon : icons) {
            String path = icon.startsWith("/") ? icon : "/webui/" + icon;
            given().get(path).then().statusCode(200);
        }
    }

    @Test
    void textsAreCompressed() {
        given().header("Accept-Encoding", "gzip").get("/webui/").then().header("Content-Encoding", "gzip");
    }

    private static String page() {
        return given().get("/webui/").asString();
    }
}
