package studio;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import studio.settings.Settings;

/** Pictures can be written: both folders take files and there is room for some. */
@Readiness
@Singleton
class FoldersReady implements HealthCheck {
    /** A few 4K pictures with their small ones; below this a paid picture might not find room. */
    private static final long LEAST_FREE = 256L << 20;

    private final Settings.Folders folders;

    FoldersReady(Settings settings) {
        this.folders = settings.folders();
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("disk");
        boolean up = true;
        long least = Long.MAX_VALUE;
        for (Path folder : List.of(folders.data(), folders.gallery())) {
            try {
                FileStore store = Files.getFileStore(folder);
                least = Math.min(least, store.getUsableSpace());
                up &= Files.isWritable(folder) && store.getUsableSpace() >= LEAST_FREE;
            } catch (IOException e) {
                least = 0;
                up = false;
            }
        }
        return answer.status(up).withData("freeMiB", least >> 20).build();
    }
}
