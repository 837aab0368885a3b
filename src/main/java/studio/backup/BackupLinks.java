package studio.backup;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Links at which a browser fetches a backup by itself, straight to its disk. They live in this process: a restart, ten minutes or
 * twenty newer ones end a link. Each fetch is a backup of that moment.
 */
@Singleton
class BackupLinks {
    private static final int MAX = 20;
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final int ID_BYTES = 16;

    /** @param id cannot be guessed; 22 characters of URL-safe base64 */
    record Link(String id, boolean withKeys, Instant expiresAt) {}

    /** In the order in which they were made, which is the order in which they expire. */
    private final Map<String, Link> links = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Link> eldest) {
            return size() > MAX;
        }
    };

    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    @Inject
    BackupLinks() {
        this(Clock.systemUTC());
    }

    BackupLinks(Clock clock) {
        this.clock = clock;
    }

    synchronized Link make(boolean withKeys) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        Link link = new Link(
                Base64.getUrlEncoder().withoutPadding().encodeToString(id),
                withKeys,
                clock.instant().plus(LIFE));
        removeExpired();
        links.put(link.id(), link);
        return link;
    }

    /** Empty for what was never a link, and for one that has ended. */
    synchronized Optional<Link> find(String id) {
        removeExpired();
        return Optional.ofNullable(links.get(id));
    }

    private void removeExpired() {
        Instant now = clock.instant();
        links.values().removeIf(link -> !link.expiresAt().isAfter(now));
    }
}
