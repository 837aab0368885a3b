package studio.task.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class EstimateHttpTest {
    @BeforeEach
    void signInWithABudget() {
        SignedIn.always();
        given().contentType(ContentType.JSON)
                .body(Map.of(
                        "id", "priced",
                        "label", "Priced",
                        "endpoint", "https://generativelanguage.googleapis.com/v1beta",
                        "model", "gemini-3-pro-image",
                        "protocol", "gemini",
                        "apiKey", "sk-none",
                        "budgetDaily", "5",
                        "budgetMonthly", "100"))
                .post("/api/api-configs")
                .then()
                .statusCode(200);
    }

    @AfterEach
    void removeAndSignOut() {
        given().delete("/api/api-configs/priced");
        SignedIn.never();
    }

    @Test
    void aClickIsPricedForAllItsPicturesAndTheTighterBudgetIsTold() {
        given().get("/api/generate/estimate?configId=priced&imageSize=2K&n=4")
                .then()
                .statusCode(200)
                .body("pictures", equalTo(4))
                .body("cost", equalTo("0.5376"))
                .body("costSource", equalTo("listed"))
                .body("runMs", equalTo(280_000))
                .body("budget.period", equalTo("day"))
                .body("budget.limit", equalTo("5"))
                .body("budget.left", equalTo("5"));
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        given().get("/api/generate/estimate?configId=priced&model=never-heard-of")
                .then()
                .statusCode(200)
                .body("cost", nullValue())
                .body("costSource", nullValue())
                .body("runMs", nullValue());
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        given().get("/api/generate/estimate?configId=nobody").then().statusCode(404);
        given().get("/api/generate/estimate?n=101").then().statusCode(400).body("errors.field", contains("n"));
    }
}
