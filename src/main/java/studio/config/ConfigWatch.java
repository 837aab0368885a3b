package studio.config;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;

/**
 * Notices edits by hand. Polling rather than the kernel's notifications, because those do not cross bind mounts and
 * network shares, and follow the old file when an editor saves by renaming.
 */
@Singleton
class ConfigWatch {
    private final AppConfigFile file;

    ConfigWatch(AppConfigFile file) {
        this.file = file;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        file.refresh();
    }
}
