package studio;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.testing.FreshFolders;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class HealthTest {

    @ParameterizedTest
    @ValueSource(strings = {"live", "ready", "started"})
    void aRunningServerIsUp(String kind) {
        given().get("/q/health/" + kind).then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void readinessNamesDatabaseDiskAndPictureLibrary() {
        given().get("/q/health/ready")
                .then()
                .body("checks.name", hasItems("database", "disk", "pictures"))
                .body("checks.find { it.name == 'database' }.data.product", containsString("SQLite"))
                .body("checks.find { it.name == 'disk' }.data.freeMiB", greaterThan(0))
                .body("checks.find { it.name == 'disk' }.data.takesNewTasks", equalTo(true));
    }
}
