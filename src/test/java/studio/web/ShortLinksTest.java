package studio.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ShortLinksTest {
    private static final int MAX = 100;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final ShortLinks<List<String>> links = new ShortLinks<>(MAX, clock);

    @Test
    void aLinkWorksUntilItsTimeIsOver() {
        ShortLinks.Link<List<String>> link = links.make(List.of("a", "b"));
        assertThat(link.id()).matches("[A-Za-z0-9_-]{22}");

        now.set(link.expiresAt().minusMillis(1));
        assertThat(links.find(link.id())).contains(link);
        now.set(link.expiresAt());
        assertThat(links.find(link.id())).isEmpty();
        now.set(link.expiresAt().minus(Duration.ofMinutes(1)));
        assertThat(links.find(link.id())).isEmpty();
    }

    @Test
    void theOldestLinkIsForgottenForTooManyNewerOnes() {
        ShortLinks.Link<List<String>> oldest = links.make(List.of("a"));
        List<ShortLinks.Link<List<String>>> newer = new ArrayList<>();
        for (int i = 1; i < MAX; i++) {
            newer.add(links.make(List.of("a")));
        }
        assertThat(links.find(oldest.id())).isPresent();

        newer.add(links.make(List.of("a")));

        assertThat(links.find(oldest.id())).isEmpty();
        assertThat(newer).allSatisfy(link -> assertThat(links.find(link.id())).isPresent());
    }
}
