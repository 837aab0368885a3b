package studio.usage;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;
import studio.usage.Ledger.Spending;
import studio.usage.Ledger.Spending.Outcome;

/** In years of their own, because the database is that of the other tests too. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class UsageHttpTest {

    @Inject
    Ledger ledger;

    @BeforeEach
    void signIn() {
        SignedIn.always();
    }

    @AfterEach
    void signOut() {
        SignedIn.never();
    }

    @Test
    void callsAreAddedUpByDayConfigAndModel() {
        spend("u1", "2001-03-01T10:00:00Z", "gone", "painter", "0.1", false);
        spend("u2", "2001-03-02T10:00:00Z", "gone", "painter", "0.2", false);
        spend("u3", "2001-03-02T11:00:00Z", "sandbox", "drawer", "0.0000007", true);
        spend("u4", "2001-03-02T12:00:00Z", "sandbox", "drawer", null, false);
        given().get("/api/usage?from=2001-03-01&to=2001-03-31")
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .body("currency", equalTo("USD"))
                .body("from", equalTo("2001-03-01"))
                .body("to", equalTo("2001-03-31"))
                .body("total.calls", equalTo(4))
                .body("total.pictures", equalTo(8))
                .body("total.cost", equalTo("0.3"))
                .body("total.estimatedCost", equalTo("0.0000007"))
                .body("total.unknown", equalTo(1))
                .body("days.day", contains("2001-03-01", "2001-03-02"))
                .body("days.calls", contains(1, 3))
                .body("days.cost", contains("0.1", "0.2"))
                .body("configs.configId", contains("gone", "sandbox"))
                .body("configs.label", contains("Label of gone", "Practice upstream"))
                .body("configs[0].cost", equalTo("0.3"))
                .body("configs[0].budgetDaily", nullValue())
                .body("models.model", contains("painter", "drawer"))
                .body("models[1].estimatedCost", equalTo("0.0000007"))
                .body("others.configs", nullValue());
    }

    @Test
    void onlyTheListsThatAreAskedForCome() {
        given().get("/api/usage?from=2001-05-01&to=2001-05-02&by=day&by=model")
                .then()
                .statusCode(200)
                .body("days", hasSize(0))
                .body("configs", nullValue())
                .body("models", hasSize(0));
        given().get("/api/usage?by=config,model")
                .then()
                .statusCode(200)
                .body("days", nullValue())
                .body("from", equalTo(today().minusDays(29).toString()))
                .body("to", equalTo(today().toString()));
    }

    @Test
    void aConfigWithABudgetTellsWhatIsSpentOfIt() {
        given().contentType(ContentType.JSON)
                .body(Map.of(
                        "id",
                        "budgeted",
                        "label",
                        "Budgeted",
                        "endpoint",
                        "https://api.example.org/v1",
                        "model",
                        "m",
                        "apiKey",
                        "key-of-the-budget-test",
                        "budgetDaily",
                        "2.50"))
                .post("/api/api-configs")
                .then()
                .statusCode(200);
        try {
            spend("u9", Instant.now().toString(), "budgeted", "m", "0.75", true);
            spend("u10", Instant.now().toString(), "budgeted", "m", null, false);
            given().get("/api/usage?by=config")
                    .then()
                    .statusCode(200)
                    .body("configs.find { it.configId == 'budgeted' }.budgetDaily", equalTo("2.5"))
                    .body("configs.find { it.configId == 'budgeted' }.spentToday", equalTo("0.75"))
                    .body("configs.find { it.configId == 'budgeted' }.unknownToday", equalTo(1))
                    .body("configs.find { it.configId == 'budgeted' }.unknownThisMonth", nullValue())
                    .body("configs.find { it.configId == 'budgeted' }.budgetMonthly", nullValue());
        } finally {
            given().delete("/api/api-configs/budgeted").then().statusCode(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "from, yesterday",
        "from, 2026-02-30",
        "from, +12026-01-01",
        "from, 9999-12-31",
        "from, 2001-01-01",
        "to, 2026-11-23T10:00:00Z",
        "by, hour",
        "by, 'day,week'",
    })
    void aWrongParameterIsNamed(String name, String value) {
        given().queryParam(name, value)
                .get("/api/usage")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_request"))
                .body("errors[0].field", equalTo(name));
    }

    @Test
    void aSpanMayHave366DaysAndNotOneMore() {
        given().get("/api/usage?from=2004-01-01&to=2004-12-31").then().statusCode(200);
        given().get("/api/usage?from=2004-01-01&to=2005-01-01")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("from"));
    }

    @Test
    void strangersSeeNoSums() {
        SignedIn.never();
        given().get("/api/usage").then().statusCode(401);
    }

    private void spend(String task, String at, String config, String model, String usd, boolean estimated) {
        Cost cost = usd == null ? null : new Cost(new BigDecimal(usd), estimated);
        ledger.record(
                new Spending(task, 1, Instant.parse(at), config, "Label of " + config, model, 2, cost, Outcome.DONE));
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }
}
