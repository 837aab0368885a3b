package studio.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.testing.FreshFolders;
import studio.testing.SignedInScene;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class OpenApiDocumentTest extends SignedInScene {

    /** {@code make openapi} writes the copies anew. */
    @ParameterizedTest
    @ValueSource(strings = {"yaml", "json"})
    void theCommittedCopyDescribesTheServer(String format) throws IOException {
        Path copy = Path.of("docs/openapi." + format);
        String described = given().header("Authorization", "Bearer " + client.token())
                .get("/q/described?format=" + format)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        if (Boolean.getBoolean("openapi.update")) {
            Files.writeString(copy, described);
        }
        assertThat(Files.readString(copy))
                .as("%s is out of date: run `make openapi` and look at the difference", copy)
                .isEqualTo(described);
    }

    @ParameterizedTest
    @CsvSource({
        "*/*, '', yaml",
        "application/json, '', json",
        "application/yaml, '', yaml",
        "application/json, ?format=yaml, yaml",
        "*/*, ?format=JSON, json",
        "*/*, ?format=none, yaml"
    })
    void theServerServesTheCopy(String accepted, String query, String format) throws IOException {
        String served = given().accept(accepted)
                .get("/q/openapi" + query)
                .then()
                .statusCode(200)
                .header("Content-Type", startsWith("application/" + format))
                .extract()
                .asString();
        assertThat(served).isEqualTo(Files.readString(Path.of("docs/openapi." + format)));
    }

    @Test
    void theDescriptionIsOnlyRead() {
        given().post("/q/openapi").then().statusCode(405);
    }
}
