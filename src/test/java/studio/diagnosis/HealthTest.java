package studio.diagnosis;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.problem.Language;
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
    void theSchedulerBeats() {
        await().atMost(Duration.ofSeconds(20)).until(() -> beat() > 0);
        await().atMost(Duration.ofSeconds(20)).until(() -> beat() == 0);
    }

    private static int beat() {
        return given().get("/q/health/live").path("checks.find { it.name == 'process' }.data.secondsSinceBeat");
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

    @Test
    void aFullDiskIsReportedInBothLanguages() {
        Finding full = ReadyChecks.disk(false, 12L << 20, false);
        assertThat(full.works()).isFalse();
        assertThat(full.message().in(Language.ENGLISH)).contains("nearly full").contains("12 MB");
        assertThat(full.message().in(Language.CHINESE)).contains("磁盘空间不足").contains("12 MB");
    }
}
