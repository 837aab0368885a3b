package studio.diagnosis;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import studio.settings.FolderSettings;
import studio.storage.FreeSpace;

/**
 * Pictures can be written: both folders take files. A disk that is nearly full does not make the server unready: whoever is to
 * make room needs its page, and new work is refused by 507 meanwhile.
 */
@Readiness
@Singleton
class FoldersReady implements HealthCheck {
    private final FolderSettings folders;
    private final FreeSpace space;

    FoldersReady(FolderSettings folders, FreeSpace space) {
        this.folders = folders;
        this.space = space;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("disk");
        boolean up;
        boolean enough;
        long least;
        try {
            least = space.bytes();
            enough = space.enough();
            up = Files.isWritable(folders.data()) && Files.isWritable(folders.gallery());
        } catch (IOException e) {
            least = 0;
            enough = false;
            up = false;
        }
        return answer.status(up)
                .withData("freeMiB", least >> 20)
                .withData("takesNewTasks", enough)
                .build();
    }
}
