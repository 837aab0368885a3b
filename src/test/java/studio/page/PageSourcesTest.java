package studio.page;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import studio.testing.NodeProject;

/** What must hold for the sources of the page, {@code src-ui}; each is a script of its {@code package.json}. */
class PageSourcesTest {
    private static final NodeProject PAGE = new NodeProject(Path.of("src-ui"));
    private static final Duration LIMIT = Duration.ofMinutes(6);

    /** {@code npm run types} in {@code src-ui} cures it. */
    @Test
    void theTypesOfTheApiAreThoseOfItsDocument() throws Exception {
        check("api");
    }

    @Test
    void everyTypeFits() throws Exception {
        check("types");
    }

    @Test
    void theRulesOfTheSourcesAreKept() throws Exception {
        check("lint");
    }

    /** {@code make fmt} cures it. */
    @Test
    void everyFileIsFormatted() throws Exception {
        check("format");
    }

    @Test
    void theUnitTestsPass() throws Exception {
        check("unit");
    }

    private static void check(String what) throws Exception {
        PAGE.run(List.of("npm", "run", "--silent", "check:" + what), Map.of("FORCE_COLOR", "0"), LIMIT);
    }
}
