package studio.deploy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;

/** What {@code /q/metrics} tells, and that dashboard, alerts and docs speak of nothing else. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class MetricsTest {
    private static final Pattern NAME = Pattern.compile("\\b(?:studio|http_server)_[a-z_]+\\b");

    @BeforeEach
    void signIn() {
        SignedIn.always();
    }

    @AfterEach
    void signOut() {
        SignedIn.never();
    }

    @Test
    void dashboardAlertsAndDocsNameWhatExistsAndTheDocsAllOfIt() throws Exception {
        paint();
        Set<String> told = told();
        Set<String> ours =
                told.stream().filter(name -> name.startsWith("studio_")).collect(Collectors.toCollection(TreeSet::new));

        assertThat(told).containsAll(namesIn(dashboard()));
        assertThat(told).containsAll(namesIn(alerts()));
        Set<String> described = namesIn(Files.readString(Path.of("docs/metrics.md")));
        assertThat(described)
                .containsAll(ours.stream()
                        .map(name -> name.replaceAll("_(bucket|sum|count|max)$", ""))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void aTaskIsCountedOnceWithItsCalls() {
        double before = value("studio_tasks_total", "status=\"done\"");
        double calls = value("studio_upstream_seconds_count", "outcome=\"done\"");
        paint();
        assertThat(value("studio_tasks_total", "status=\"done\"")).isEqualTo(before + 1);
        assertThat(value("studio_upstream_seconds_count", "outcome=\"done\"")).isEqualTo(calls + 1);
        assertThat(value("studio_storage_bytes", "kind=\"database\"")).isPositive();
    }

    private void paint() {
        given().contentType(ContentType.JSON)
                .body("{\"prompt\":\"a calm lake\"}")
                .post("/api/generate")
                .then()
                .statusCode(200);
    }

    private static Set<String> told() {
        return scrape().stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static double value(String name, String label) {
        return scrape().stream()
                .filter(line -> line.startsWith(name + "{") && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static List<String> scrape() {
        return given().get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .toList();
    }

    private static String dashboard() throws IOException {
        StringBuilder all = new StringBuilder();
        JsonNode board = new ObjectMapper()
                .readTree(Path.of("config/grafana/image-studio.json").toFile());
        board.path("panels").forEach(panel -> panel.path("targets")
                .forEach(target -> all.append(target.path("expr").asText()).append('\n')));
        assertThat(all).isNotEmpty();
        return all.toString();
    }

    private static String alerts() throws IOException {
        StringBuilder all = new StringBuilder();
        new YAMLMapper()
                .readTree(Path.of("config/prometheus/alerts.yml").toFile())
                .at("/groups/0/rules")
                .forEach(rule -> all.append(rule.path("expr").asText()).append('\n'));
        return all.toString();
    }

    private static Set<String> namesIn(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAME.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }
}
