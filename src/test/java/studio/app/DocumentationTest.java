package studio.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentationTest {
    /** Looked up by the references that the first configuration file is made with. */
    private static final Set<String> OF_THE_FIRST_START = Set.of("STUDIO_PASSWORD", "STUDIO_JWT_SECRET");

    @Test
    void theDocumentationNamesExactlyTheVariablesThatAreRead() throws IOException {
        Set<String> documented = matches("docs/configuration.md", "(?m)^\\| `([A-Z0-9_]+)` \\|");
        Set<String> read = matches(
                "src/main/resources/application.properties", "(?m)^studio\\.[a-z.-]+=\\$\\{([A-Z0-9_]+):.*\\}$");
        // Two mappings may read the same variable.
        assertThat(Files.readAllLines(Path.of("src/main/resources/application.properties")).stream()
                        .filter(line -> line.matches("studio\\.[a-z.-]+=\\$\\{[A-Z0-9_]+:.*\\}")))
                .hasSize((int) Main.SETTINGS.stream()
                        .flatMap(mapping -> Stream.of(mapping.getMethods()))
                        .filter(method -> !method.isDefault())
                        .count());
        read.addAll(OF_THE_FIRST_START);
        read.add("OTEL_EXPORTER_OTLP_HEADERS");
        assertThat(documented).isEqualTo(read);
    }

    @Test
    void everyTestThatADefenceIsShownByIsThere() throws IOException {
        Set<String> named = matches("docs/security.md", "`([A-Za-z]+(?:Test|IT))`");
        assertThat(named).hasSizeGreaterThan(20);
        try (Stream<Path> tests = Files.walk(Path.of("src/test/java"))) {
            assertThat(tests.map(path -> path.getFileName().toString().replace(".java", "")))
                    .containsAll(named);
        }
    }

    private static Set<String> matches(String file, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(Path.of(file)))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
