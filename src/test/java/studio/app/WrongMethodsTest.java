package studio.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;

/** Every path of the API's document, asked by the methods that it does not have. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class WrongMethodsTest {
    private static final List<String> METHODS = List.of("DELETE", "GET", "PATCH", "POST", "PUT");

    @BeforeEach
    void signIn() {
        SignedIn.always();
    }

    @AfterEach
    void leave() {
        SignedIn.never();
    }

    @Test
    void aMethodThatAPathDoesNotHaveIs405AndTheRightOnesAreNamed() throws Exception {
        JsonNode paths = new ObjectMapper()
                .readTree(given().get("/q/openapi?format=json").asString())
                .path("paths");
        assertThat(paths.size()).isGreaterThan(40);
        SoftAssertions all = new SoftAssertions();
        paths.properties().forEach(path -> {
            List<String> right = METHODS.stream()
                    .filter(method -> path.getValue().has(method.toLowerCase(Locale.ROOT)))
                    .toList();
            List<String> allowed = new ArrayList<>(right);
            allowed.add("OPTIONS");
            if (right.contains("GET")) {
                allowed.add("HEAD");
            }
            METHODS.stream().filter(method -> !right.contains(method)).forEach(method -> {
                Response answer = given().contentType("application/json")
                        .body("{}")
                        .request(method, path.getKey().replaceAll("\\{[^}]*}", "some-name"));
                all.assertThat(answer.statusCode())
                        .as("%s %s", method, path.getKey())
                        .isEqualTo(405);
                all.assertThat(String.valueOf(answer.header("Allow")).split(", "))
                        .as("%s %s", method, path.getKey())
                        .containsExactlyInAnyOrderElementsOf(allowed);
            });
        });
        all.assertAll();
    }
}
