package studio.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Of a process that is alone: both are the same. */
class DiskSharedFilesTest extends SharedFilesContract {
    @Override
    SharedFiles open(String process) {
        return DiskSharedFiles.of(folders(root, "alone", Map.of()));
    }

    @Test
    void theyLieInTheDataFolder() throws Exception {
        here.keep(SharedFiles.Kind.INPUT, "a.png", file("x"));
        here.keep(SharedFiles.Kind.TEMPLATE, "b", file("x"));

        assertThat(root.resolve("alone/data/inputs/a.png")).hasContent("x");
        assertThat(root.resolve("alone/data/templates/b")).hasContent("x");
    }
}
