package studio.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorsTest {
    @TempDir
    Path folder;

    private RealDatabase real;
    private EarlierData earlier;
    private Mirrors mirrors;
    private final AtomicInteger writes = new AtomicInteger();
    private Duration now = Duration.ZERO;
    private Duration taken = Duration.ZERO;

    @BeforeEach
    void open() {
        real = RealDatabase.in(folder);
        earlier = new EarlierData(real.database());
        Mirrors.Mirror numbers = new Mirrors.Mirror() {
            @Override
            public String fileName() {
                return "numbers.json";
            }

            @Override
            public ChangeBus.Subject subject() {
                return ChangeBus.Subject.ENTRY;
            }

            @Override
            public void writeTo(JsonGenerator json) throws IOException {
                json.writeStartArray();
                json.writeNumber(writes.incrementAndGet());
                now = now.plus(taken);
                json.writeEndArray();
            }
        };
        mirrors = new Mirrors(
                List.of(numbers), real.changes(), earlier, new ObjectMapper(), real.folder(), () -> now.toNanos());
    }

    @AfterEach
    void close() {
        real.close();
    }

    @Test
    void aMirrorIsWrittenAfterAChangeAndOnlyThen() throws Exception {
        earlier.settle("numbers.json");
        mirrors.flush();
        assertThat(file()).doesNotExist();

        real.changes().publish(ChangeBus.Change.entry("e"));
        mirrors.flush();
        mirrors.flush();

        assertThat(Files.readString(file())).isEqualToIgnoringWhitespace("[1]");
        assertThat(writes).hasValue(1);
    }

    @Test
    void aFileOfTheEarlierServerIsNotOverwrittenBeforeItsImport() throws Exception {
        Files.writeString(file(), "[\"theirs\"]");
        real.changes().publish(ChangeBus.Change.entry("e"));
        mirrors.flush();
        assertThat(file()).hasContent("[\"theirs\"]");

        earlier.settle("numbers.json");
        mirrors.flush();
        assertThat(Files.readString(file())).isEqualToIgnoringWhitespace("[1]");
    }

    @Test
    void aChangeThatIsRolledBackWritesNothing() {
        earlier.settle("numbers.json");
        try {
            real.database().run(() -> {
                real.changes().publish(ChangeBus.Change.entry("e"));
                throw new IllegalStateException("undone");
            });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("undone");
        }
        mirrors.flush();
        assertThat(file()).doesNotExist();
    }

    @Test
    void aMirrorThatWasJustWrittenRestsBeforeTheNextTime() {
        earlier.settle("numbers.json");
        taken = Duration.ofSeconds(2);
        real.changes().publish(ChangeBus.Change.entry("e"));
        passes(Duration.ofSeconds(5));
        assertThat(writes).hasValue(1);

        real.changes().publish(ChangeBus.Change.entry("e"));
        passes(Duration.ofSeconds(39));
        assertThat(writes).hasValue(1);
        passes(Duration.ofSeconds(1));
        assertThat(writes).hasValue(2);

        real.changes().publish(ChangeBus.Change.entry("e"));
        mirrors.flush();
        assertThat(writes).hasValue(3);
    }

    @Test
    void changesOneAfterTheOtherAreWrittenTogether() {
        earlier.settle("numbers.json");
        for (int second = 0; second < 59; second++) {
            real.changes().publish(ChangeBus.Change.entry("e"));
            passes(Duration.ofSeconds(1));
        }
        assertThat(writes).hasValue(0);
        passes(Duration.ofSeconds(3));
        assertThat(writes).hasValue(1);
        passes(Duration.ofSeconds(60));
        assertThat(writes).hasValue(1);
    }

    @Test
    void changesThatDoNotCeaseAreWrittenOnceAMinute() {
        earlier.settle("numbers.json");
        for (int second = 0; second < 180; second++) {
            real.changes().publish(ChangeBus.Change.entry("e"));
            passes(Duration.ofSeconds(1));
        }
        assertThat(writes.get()).isBetween(2, 3);
    }

    private void passes(Duration time) {
        now = now.plus(time);
        mirrors.writeWhenRested();
    }

    private Path file() {
        return real.folder().resolve("numbers.json");
    }
}
