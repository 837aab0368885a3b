package studio.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

@OnBothDatabases
class ShortLinksTest {
    private static final int MAX = 100;

    @Parameter
    Dialect dialect;

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private RealDatabase real;
    private ShortLinks links;

    @BeforeEach
    void open() {
        real = RealDatabase.in(folder, dialect);
        links = links("pictures");
    }

    @AfterEach
    void close() {
        real.close();
    }

    private ShortLinks links(String kind) {
        return ShortLinks.over(real.database(), kind, MAX, clock);
    }

    @Test
    void aLinkWorksUntilItsTimeIsOver() {
        ShortLinks.Link link = links.make("a\nb");
        assertThat(link.id()).matches("[A-Za-z0-9_-]{22}");

        now.set(link.expiresAt().minusMillis(1));
        assertThat(links.find(link.id())).contains(link);
        now.set(link.expiresAt());
        assertThat(links.find(link.id())).isEmpty();
        assertThat(links.make("c")).isNotEqualTo(link);
        now.set(link.expiresAt().minus(Duration.ofMinutes(1)));
        assertThat(links.find(link.id())).isEmpty();
    }

    @Test
    void theOldestLinkIsForgottenForTooManyNewerOnes() {
        ShortLinks.Link oldest = links.make("a");
        List<ShortLinks.Link> newer = new ArrayList<>();
        for (int i = 1; i < MAX; i++) {
            now.set(now.get().plusMillis(1));
            newer.add(links.make("a"));
        }
        assertThat(links.find(oldest.id())).isPresent();

        now.set(now.get().plusMillis(1));
        newer.add(links.make("a"));

        assertThat(links.find(oldest.id())).isEmpty();
        assertThat(newer).allSatisfy(link -> assertThat(links.find(link.id())).isPresent());
    }

    @Test
    void aLinkOfOneInstanceLeadsThereOnAnotherAndNeverToWhatItIsNotFor() {
        assumeThat(dialect).isEqualTo(Dialect.POSTGRESQL);
        ShortLinks.Link link = links.make("a");
        assertThat(links("pictures").find(link.id())).contains(link);
        assertThat(links("backup").find(link.id())).isEmpty();
        assertThat(links.find("' OR id <> '")).isEmpty();
    }
}
