package studio.web;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Links at which a browser fetches something by itself, straight to its disk. They live in this process: a restart, ten minutes or
 * too many newer ones end a link. What has started to be sent is sent to its end.
 *
 * @param <T> what a link leads to
 */
public final class ShortLinks<T> {
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final int ID_BYTES = 16;

    /** @param id cannot be guessed; 22 characters of URL-safe base64 */
    public record Link<T>(String id, T target, Instant expiresAt) {}

    /** In the order in which they were made, which is the order in which they expire. */
    private final SequencedMap<String, Link<T>> links = new LinkedHashMap<>();

    private final SecureRandom random = new SecureRandom();
    private final int max;
    private final Clock clock;

    /** @param max how many live at once */
    public ShortLinks(int max) {
        this(max, Clock.systemUTC());
    }

    ShortLinks(int max, Clock clock) {
        this.max = max;
        this.clock = clock;
    }

    public synchronized Link<T> make(T target) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        Link<T> link = new Link<>(text, target, clock.instant().plus(LIFE));
        removeExpired();
        if (links.size() >= max) {
            links.pollFirstEntry();
        }
        links.put(link.id(), link);
        return link;
    }

    /** Empty for what was never a link, and for one that has ended. */
    public synchronized Optional<Link<T>> find(String id) {
        removeExpired();
        return Optional.ofNullable(links.get(id));
    }

    private void removeExpired() {
        Instant now = clock.instant();
        links.values().removeIf(link -> !link.expiresAt().isAfter(now));
    }
}
