package studio.proof;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import studio.testing.NodeProject;

/** The whole way of a person through the page, in a real browser against the packaged server, or the native executable when one is given: {@code src-ui/test/browser}. */
class BrowserIT {
    private static final Duration LIMIT = Duration.ofMinutes(30);

    @Test
    void peopleFindTheirWayThroughThePage() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String executable = System.getProperty("studio.executable", "");
        new NodeProject(Path.of("src-ui"))
                .run(
                        List.of("npm", "run", "--silent", "test:browser"),
                        Map.of(
                                "STUDIO_JAVA",
                                java,
                                "STUDIO_EXECUTABLE",
                                executable.isEmpty()
                                        ? ""
                                        : Path.of(executable).toAbsolutePath().toString(),
                                "FORCE_COLOR",
                                "0"),
                        LIMIT);
    }
}
