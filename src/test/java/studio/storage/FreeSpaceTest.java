package studio.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.generation.ReferencePictures;
import studio.settings.Settings;
import studio.web.ProblemException;

class FreeSpaceTest {
    @TempDir
    Path root;

    @Test
    void belowTheFloorNothingNewIsTakenOn() throws Exception {
        Settings settings = settings(1L << 50);
        assertThat(new FreeSpace(settings).enough()).isFalse();
        assertThatThrownBy(() -> new FreeSpace(settings).assertEnough())
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.status()).isEqualTo(507);
                    assertThat(e.code()).isEqualTo("disk_full");
                });
        assertThatThrownBy(() -> new ReferencePictures(settings, new Ids(), (file, info, thumbnail) -> info)
                        .receive(new ByteArrayInputStream(new byte[] {1}), "body"))
                .hasMessageContaining("disk_full");
    }

    @Test
    void withoutAFloorOrAboveItEverythingGoesOn() throws Exception {
        new FreeSpace(settings(0)).assertEnough();
        new FreeSpace(settings(1)).assertEnough();
    }

    private Settings settings(long floor) throws Exception {
        Settings.Folders folders = RealDatabase.folders(root);
        Files.createDirectories(folders.data());
        Files.createDirectories(folders.gallery());
        return new Settings(
                new Settings.Http(0, "0.0.0.0", 1, List.of(), List.of(), false, Duration.ofSeconds(1), ""),
                folders,
                new Settings.Upstream(Duration.ofSeconds(1), 0, Duration.ofMillis(1), false),
                new Settings.Tasks(1, 1, Duration.ofDays(1), Duration.ofSeconds(1), null),
                new Settings.Pictures(1, false, null, Duration.ofDays(1)),
                Settings.Budget.NONE,
                new Settings.Disk(floor, 0, 0, 0),
                1,
                true);
    }
}
