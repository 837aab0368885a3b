package studio.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import studio.testing.FreshFolders;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class OpenApiDocumentTest {
    private static final Path COPY = Path.of("docs/openapi.yaml");

    /** {@code make openapi} writes the copy anew. */
    @Test
    void theCommittedCopyIsWhatTheServerServes() throws IOException {
        String served = given().accept("application/yaml")
                .get("/q/openapi?format=yaml")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        if (Boolean.getBoolean("openapi.update")) {
            Files.writeString(COPY, served);
        }
        assertThat(Files.readString(COPY))
                .as("docs/openapi.yaml is out of date: run `make openapi` and look at the difference")
                .isEqualTo(served);
    }
}
