package studio.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;
import studio.settings.TestSettings;
import studio.task.request.OpenReferences;

class FreeSpaceTest {
    @TempDir
    Path root;

    @Test
    void belowTheFloorNothingNewIsTakenOn() throws Exception {
        FolderSettings settings = settings(1L << 50);
        assertThat(new FreeSpace(settings).enough()).isFalse();
        assertThatThrownBy(() -> new FreeSpace(settings).assertEnough())
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.status()).isEqualTo(507);
                    assertThat(e.code()).isEqualTo("disk_full");
                });
        assertThatThrownBy(() -> OpenReferences.in(settings).receive(new ByteArrayInputStream(new byte[] {1}), "body"))
                .hasMessageContaining("disk_full");
    }

    @Test
    void withoutAFloorOrAboveItEverythingGoesOn() throws Exception {
        new FreeSpace(settings(0)).assertEnough();
        new FreeSpace(settings(1)).assertEnough();
    }

    private FolderSettings settings(long floor) throws Exception {
        FolderSettings folders = TestSettings.folders(root, Map.of("MIN_FREE_BYTES", Long.toString(floor)));
        Files.createDirectories(folders.data());
        Files.createDirectories(folders.gallery());
        return folders;
    }
}
