package studio.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.storage.ChangeBus;
import studio.storage.Database;
import studio.testing.FreshFolders;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class SessionsTest {
    private static final String PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15"
            + " (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
    private static final String DESK = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    @Inject
    LoginThrottle throttle;

    @Inject
    SqlSessions sessions;

    @Inject
    Database database;

    @Inject
    ChangeBus changes;

    @BeforeEach
    void begin() {
        throttle.clear(Optional.of(InetAddress.getLoopbackAddress()), Optional.empty());
        assertThat(sessions.endAll(null)).isNotNegative();
    }

    @Test
    void everySignInIsListedByItsDevice() {
        Instant before = Instant.now().minusSeconds(1);
        signIn(PHONE, true);
        Response list = bearer(signIn(DESK, false).path("token")).get("/api/sessions");

        list.then()
                .statusCode(200)
                .body("total", equalTo(2))
                .body("sessions.browser", contains("Firefox", "Safari"))
                .body("sessions.system", contains("Linux", "iPhone"))
                .body("sessions.current", contains(true, false))
                .body("sessions.remembered", contains(false, true));
        List<String> times = list.path("sessions.signedInAt");
        assertThat(times).allSatisfy(time -> assertThat(Instant.parse(time)).isBetween(before, Instant.now()));
        assertThat(list.asString()).doesNotContain("Mozilla", "eyJ");
    }

    @Test
    void whoAsksToBeRememberedStaysForThirtyDays() {
        Response remembered = signIn(PHONE, true);
        Instant until = Instant.parse(bearer(remembered.path("token"))
                .get("/api/session")
                .then()
                .statusCode(200)
                .extract()
                .path("expiresAt"));
        assertThat(Duration.between(Instant.now(), until))
                .isBetween(
                        Duration.ofDays(30).minusMinutes(2), Duration.ofDays(30).plusMinutes(1));
        assertThat(remembered.getDetailedCookie("studio_session").getMaxAge())
                .isBetween(30L * 86_400 - 120, 30L * 86_400);
        assertThat(signIn(PHONE, false).getDetailedCookie("studio_session").getMaxAge())
                .isBetween(43_000L, 43_200L);
    }

    @Test
    void oneDeviceIsSignedOutByAnotherAndTheRestGoesOn() {
        Response lost = signIn(PHONE, true);
        String here = signIn(DESK, false).path("token");
        String other = signIn(DESK, false).path("token");
        String id = bearer(here).get("/api/sessions").path("sessions.find { it.system == 'iPhone' }.id");

        bearer(here).delete("/api/sessions/" + id).then().statusCode(200).body("ended", equalTo(1));

        bearer(lost.path("token")).get("/api/session").then().statusCode(401);
        cookie(lost.cookie("studio_session")).get("/gallery/none.png").then().statusCode(401);
        bearer(here).get("/api/session").then().statusCode(200);
        bearer(other).get("/api/session").then().statusCode(200);
        bearer(here).delete("/api/sessions/" + id).then().statusCode(404).body("code", equalTo("session_not_found"));
    }

    @Test
    void allOthersAreSignedOutOrEverybody() {
        String first = signIn(PHONE, true).path("token");
        String here = signIn(DESK, false).path("token");
        bearer(here).delete("/api/sessions/others").then().statusCode(200).body("ended", equalTo(1));
        bearer(first).get("/api/session").then().statusCode(401);
        bearer(here).get("/api/sessions").then().statusCode(200).body("sessions", hasSize(1));

        String second = signIn(PHONE, true).path("token");
        Response all = bearer(here).delete("/api/sessions");
        all.then().statusCode(200).body("ended", equalTo(2)).header("Clear-Site-Data", "\"cache\", \"storage\"");
        assertThat(all.header("Set-Cookie")).contains("studio_session=;", "Max-Age=0");
        bearer(here).get("/api/session").then().statusCode(401);
        bearer(second).get("/api/session").then().statusCode(401);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/sessions",
        "DELETE, /api/sessions",
        "DELETE, /api/sessions/others",
        "DELETE, /api/sessions/any",
        "GET, /api/password",
        "PUT, /api/password"
    })
    void neitherStrangersNorTheCookieAloneSeeOrEndAnything(String method, String path) {
        Response signedIn = signIn(DESK, true);
        given().request(method, path).then().statusCode(401);
        cookie(signedIn.cookie("studio_session")).request(method, path).then().statusCode(401);
        bearer(signedIn.cookie("studio_session")).request(method, path).then().statusCode(401);
        bearer(signedIn.path("token")).get("/api/session").then().statusCode(200);
    }

    @Test
    void guessedIdsEndNothing() {
        String here = signIn(DESK, false).path("token");
        for (String id : List.of("0", "%25", "*", "null", "00000000-0000-4000-8000-000000000000", "' OR '1'='1")) {
            bearer(here).delete("/api/sessions/{id}", id).then().statusCode(404);
        }
        bearer(here).get("/api/session").then().statusCode(200);
    }

    @Test
    void sessionsOutliveTheProgramAndWhenTheyWereSeenIsWrittenNowAndThen() {
        String token = signIn(PHONE, true).path("token");
        SqlSessions.Row row = sessions.find(id(token)).orElseThrow();
        assertThat(new SqlSessions(database, changes).find(row.id())).isPresent();
        Instant written = lastSeen(row.id());

        bearer(token).get("/api/session").then().statusCode(200);
        assertThat(lastSeen(row.id())).isEqualTo(written);
        sessions.keep();
        assertThat(lastSeen(row.id())).isAfterOrEqualTo(written).isEqualTo(seen(row.id()));
        assertThat(new SqlSessions(database, changes)
                        .find(row.id())
                        .orElseThrow()
                        .lastSeenAt())
                .isEqualTo(seen(row.id()));
    }

    @Test
    void whatHasRunOutIsForgotten() {
        Instant past = Instant.now().minusSeconds(60);
        sessions.add(new SqlSessions.Row("gone", "g", null, null, false, past, past, past));
        sessions.keep();
        assertThat(sessions.find("gone")).isEmpty();
        assertThat(rows()).isZero();
    }

    @Test
    void moreSignInsThanAreKeptEndTheOneThatWasNotSeenForLongest() {
        Instant now = Instant.now();
        database.update(handle -> {
            for (int i = 0; i < SqlSessions.MAX; i++) {
                handle.execute(
                        "INSERT INTO session VALUES (?, 'g', NULL, NULL, 0, 0, ?, ?)",
                        "s" + i,
                        1000 + i,
                        now.plusSeconds(600).toEpochMilli());
            }
            return 0;
        });
        SqlSessions full = new SqlSessions(database, changes);
        assertThat(full.goesOn("s0")).isTrue();
        full.add(new SqlSessions.Row("new", "g", null, null, false, now, now, now.plusSeconds(600)));
        assertThat(full.goesOn("s1")).isFalse();
        assertThat(full.goesOn("s0")).isTrue();
        assertThat(full.goesOn("new")).isTrue();
        assertThat(rows()).isEqualTo(SqlSessions.MAX);
        assertThat(sessions.endAll(null)).isNotNegative();
        assertThat(rows()).isZero();
    }

    @Test
    void theListIsEmptyOfSessionsUnderAnotherPassword() {
        Instant now = Instant.now();
        sessions.add(new SqlSessions.Row("older", "g", null, null, false, now, now, now.plusSeconds(600)));
        bearer(signIn(DESK, false).path("token"))
                .get("/api/sessions")
                .then()
                .body("sessions.id", not(contains("older")))
                .body("total", equalTo(1));
    }

    private String id(String token) {
        return bearer(token).get("/api/sessions").path("sessions.find { it.current }.id");
    }

    private Instant seen(String id) {
        return sessions.find(id).orElseThrow().lastSeenAt();
    }

    private Instant lastSeen(String id) {
        return database.query(handle -> handle.createQuery("SELECT last_seen_at FROM session WHERE id = :id")
                .bind("id", id)
                .mapTo(Instant.class)
                .one());
    }

    private long rows() {
        return database.query(handle ->
                handle.select("SELECT count(*) FROM session").mapTo(Long.class).one());
    }

    private static Response signIn(String userAgent, boolean remember) {
        Response answer = given().contentType(ContentType.JSON)
                .header("User-Agent", userAgent)
                .body(Map.of("password", FreshFolders.PASSWORD, "remember", remember))
                .post("/api/login");
        answer.then().statusCode(200);
        return answer;
    }

    private static RequestSpecification bearer(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private static RequestSpecification cookie(String token) {
        return given().cookie("studio_session", token);
    }
}
