package studio.gallery.api;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Links to ZIPs of ticked entries, which a browser streams to its disk. They live in this process: a restart, ten minutes or a
 * hundred newer ones end a link. What has started to be sent is sent to its end.
 */
@Singleton
class DownloadLinks {
    static final int MAX = 100;
    private static final Duration LIFE = Duration.ofMinutes(10);

    /**
     * A link.
     *
     * @param id cannot be guessed; 22 characters of URL-safe base64
     * @param entries ids of the entries
     */
    record Link(String id, List<String> entries, Instant expiresAt) {}

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
    DownloadLinks() {
        this(Clock.systemUTC());
    }

    DownloadLinks(Clock clock) {
        this.clock = clock;
    }

    synchronized Link make(List<String> entries) {
        byte[] id = new byte[16];
        random.nextBytes(id);
        Link link = new Link(
                Base64.getUrlEncoder().withoutPadding().encodeToString(id),
                List.copyOf(entries),
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
