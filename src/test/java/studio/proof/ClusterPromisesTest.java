package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every promise of {@code docs/cluster-promises.md} has a test that exists. */
class ClusterPromisesTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:IT|Test))(?:#(\\w+))?`");

    @Test
    void everyPromiseHasATest() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("docs/cluster-promises.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| promise ") && !line.startsWith("| --- "))
                .toList();

        assertThat(rows).hasSizeGreaterThan(15);
        for (String row : rows) {
            List<MatchResult> tests = TEST.matcher(row.substring(row.lastIndexOf('|', row.length() - 2)))
                    .results()
                    .toList();
            assertThat(tests).as("tests of %s", row).isNotEmpty();
            for (MatchResult test : tests) {
                String source = Files.readString(source(test.group(1)));
                assertThat(source).contains(test.group(2) == null ? "@Test" : "void " + test.group(2) + "(");
            }
        }
    }

    private static Path source(String name) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.endsWith(name + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("There is no test " + name));
        }
    }
}
