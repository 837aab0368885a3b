package studio.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import studio.account.SqlSessions.Row;
import studio.storage.Dialect;
import studio.storage.OnBothDatabases;
import studio.storage.RealDatabase;

@OnBothDatabases
class SqlSessionsTest {
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @Parameter
    Dialect dialect;

    @TempDir
    Path folder;

    private RealDatabase real;
    private SqlSessions sessions;

    @BeforeEach
    void open() {
        real = RealDatabase.in(folder, dialect);
        sessions = new SqlSessions(real.database(), real.changes());
    }

    @AfterEach
    void close() {
        real.close();
    }

    @Test
    void aSessionIsReadBackAsItWasOpened() {
        Row bare = row("bare", now.plusSeconds(60));
        Row remembered = new Row("r", "g", "Safari", "iOS", true, now, now, now.plusSeconds(60));
        sessions.add(bare);
        sessions.add(remembered);

        SqlSessions restarted = new SqlSessions(real.database(), real.changes());
        assertThat(restarted.find("bare")).contains(bare);
        assertThat(restarted.find("r")).contains(remembered);
        assertThat(restarted.find("other")).isEmpty();
    }

    @Test
    void anEndedSessionHasEndedForGood() {
        for (String id : new String[] {"a", "b", "c"}) {
            sessions.add(row(id, now.plusSeconds(60)));
        }
        assertThat(sessions.end("a")).isTrue();
        assertThat(sessions.end("a")).isFalse();
        assertThat(sessions.endAll("b")).isEqualTo(1);

        SqlSessions restarted = new SqlSessions(real.database(), real.changes());
        assertThat(restarted.goesOn("b")).isTrue();
        assertThat(restarted.goesOn("a")).isFalse();
        assertThat(restarted.goesOn("c")).isFalse();
        assertThat(sessions.endAll(null)).isEqualTo(1);
        assertThat(new SqlSessions(real.database(), real.changes()).find("b")).isEmpty();
    }

    @Test
    void whenASessionWasSeenIsWrittenAndWhatHasRunOutIsForgotten() {
        sessions.add(row("seen", now.plusSeconds(60)));
        sessions.add(row("over", now.minusSeconds(1)));
        assertThat(sessions.goesOn("seen")).isTrue();
        Instant seen = sessions.find("seen").orElseThrow().lastSeenAt();
        sessions.keep();

        assertThat(sessions.find("over")).isEmpty();
        SqlSessions restarted = new SqlSessions(real.database(), real.changes());
        assertThat(restarted.find("seen").orElseThrow().lastSeenAt()).isEqualTo(seen);
    }

    /** The notice of another instance stands in for the bus between them. */
    @Test
    void whatAnotherInstanceOpensAndEndsCountsHere() {
        assumeThat(dialect).isEqualTo(Dialect.POSTGRESQL);
        SqlSessions other = new SqlSessions(real.database(), real.changes());
        other.add(row("a", now.plusSeconds(60)));
        other.add(row("b", now.plusSeconds(60)));
        assertThat(sessions.goesOn("a")).isTrue();
        sessions.read("a");
        sessions.read("nobody");
        assertThat(sessions.all("g", now)).hasSize(2);

        assertThat(other.end("a")).isTrue();
        assertThat(sessions.goesOn("a")).isFalse();
        assertThat(other.endAll(null)).isEqualTo(1);
        assertThat(sessions.all("g", now)).isEmpty();

        // By one that died before it could tell.
        sessions.add(row("c", now.plusSeconds(60)));
        int unused = real.database().update(handle -> handle.execute("DELETE FROM session"));
        sessions.readWhatOthersWrote();
        assertThat(sessions.goesOn("c")).isFalse();
    }

    private Row row(String id, Instant expiresAt) {
        return new Row(id, "g", null, null, false, now, now, expiresAt);
    }
}
