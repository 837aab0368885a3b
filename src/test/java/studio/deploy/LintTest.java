package studio.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import studio.testing.NodeProject;

/** Other people's checks of Dockerfiles and workflows, and that what the workflows call exists. */
class LintTest {
    private static final NodeProject LINT = new NodeProject(Path.of("src/test/lint"));
    private static final Pattern MAKE = Pattern.compile("\\bmake ([a-z-]+)");
    private static final Pattern SCRIPT = Pattern.compile("\\b(src/main/scripts/[\\w.-]+|config/[\\w./-]+)");

    @Test
    void dockersOwnLanguageServerHasNothingToSay() throws Exception {
        assertThat(lint("dockerfiles.mjs", List.of(Path.of("Dockerfile.native"), Path.of("Dockerfile.jvm"))))
                .isEmptyFile();
    }

    @Test
    void actionlintHasNothingToSay() throws Exception {
        assertThat(lint("workflows.mjs", workflows())).isEmptyFile();
    }

    @Test
    void whatTheWorkflowsCallExists() throws IOException {
        String makefile = Files.readString(Path.of("Makefile"));
        for (Path workflow : workflows()) {
            String text = Files.readString(workflow);
            Matcher make = MAKE.matcher(text);
            while (make.find()) {
                assertThat(makefile).contains("\n" + make.group(1) + ":");
            }
            Matcher script = SCRIPT.matcher(text);
            while (script.find()) {
                assertThat(Path.of(script.group(1))).exists();
            }
        }
    }

    @Test
    void everyActionIsPinnedToAVersionAndEveryJobEnds() throws IOException {
        for (Path workflow : workflows()) {
            for (JsonNode job : new YAMLMapper().readTree(workflow.toFile()).path("jobs")) {
                for (JsonNode step : job.path("steps")) {
                    if (step.has("uses")) {
                        assertThat(step.path("uses").asText()).matches("[\\w/-]+@(v\\d+\\.\\d+\\.\\d+|[0-9a-f]{40})");
                    }
                }
                assertThat(job.has("timeout-minutes") || job.has("uses"))
                        .as("%s: %s", workflow, job)
                        .isTrue();
            }
        }
    }

    @Test
    void renovateLooksAfterTheDockerfilesByTheirNames() throws IOException {
        JsonNode renovate = new ObjectMapper().readTree(Path.of("renovate.json").toFile());
        String pattern = renovate.at("/dockerfile/managerFilePatterns/0").asText();
        assertThat(pattern).startsWith("/").endsWith("/");
        assertThat(List.of("Dockerfile.native", "Dockerfile.jvm"))
                .allMatch(name -> name.matches(pattern.substring(1, pattern.length() - 1)));
    }

    /** Whoever stops the server waits longer than it lets running tasks go on. */
    @Test
    void theServiceUnitWaitsForRunningTasks() throws IOException {
        String unit = Files.readString(Path.of("config/systemd/image-studio.service"));
        assertThat(unit.lines().filter(line -> line.startsWith("TimeoutStopSec=")))
                .singleElement()
                .satisfies(line -> assertThat(Integer.parseInt(line.substring(line.indexOf('=') + 1)))
                        .isGreaterThan(20));
    }

    private static Path lint(String program, List<Path> files) throws Exception {
        List<String> command = new ArrayList<>(List.of("node", program));
        files.forEach(file -> command.add(file.toAbsolutePath().toString()));
        return LINT.run(command, Map.of(), Duration.ofMinutes(1));
    }

    private static List<Path> workflows() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(".github/workflows"))) {
            List<Path> found = all.sorted().toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }
}
