package studio;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import studio.settings.Settings;
import studio.storage.FreeSpace;

/** Pictures can be written: both folders take files and there is room for some. */
@Readiness
@Singleton
class FoldersReady implements HealthCheck {
    private final Settings.Folders folders;
    private final FreeSpace space;

    FoldersReady(Settings settings, FreeSpace space) {
        this.folders = settings.folders();
        this.space = space;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("disk");
        boolean up;
        long least;
        try {
            least = space.bytes();
            up = space.enough() && Files.isWritable(folders.data()) && Files.isWritable(folders.gallery());
        } catch (IOException e) {
            least = 0;
            up = false;
        }
        return answer.status(up).withData("freeMiB", least >> 20).build();
    }
}
