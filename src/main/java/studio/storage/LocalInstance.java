package studio.storage;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.settings.Environment;

/** The only process that there is. */
final class LocalInstance implements Instances {
    private final Path dataFolder;
    private final String name;
    private final Clock clock;
    private final Instant startedAt;
    private volatile int concurrent;
    private volatile @Nullable String own;

    LocalInstance(Path dataFolder, String name, Clock clock) {
        this.dataFolder = dataFolder;
        this.name = name;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /** Read when it is first needed, since the start does not. */
    @Override
    public synchronized String own() {
        if (own == null) {
            own = InstanceId.of(dataFolder);
        }
        return own;
    }

    @Override
    public boolean alive(String id) {
        return id.equals(own());
    }

    @Override
    public List<Member> all() {
        return List.of(new Member(
                own(), name, Environment.version(), startedAt, clock.instant(), Duration.ZERO, concurrent, "", true));
    }

    @Override
    public void worksOn(int concurrent) {
        this.concurrent = concurrent;
    }

    @Override
    public boolean doubled() {
        return false;
    }
}
