package studio.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a migration may do while instances of the version before go on: add. Anything else raises {@code cluster.oldest_schema}. */
class RollingMigrationsTest {
    private static final Pattern NAME = Pattern.compile("V(\\d+)__.*\\.sql");

    /** Before the first one that two versions could meet at. */
    private static final int FIRST = 23;

    /** What the version before would stumble over: what it reads is gone, or what it writes is refused. */
    private static final Pattern BREAKS = Pattern.compile(
            "(?i)\\bDROP\\s+(?:TABLE|COLUMN|VIEW|FUNCTION)\\b|\\bRENAME\\b|\\bALTER\\s+COLUMN\\b.*\\b(?:TYPE|SET\\s+NOT\\s+NULL)\\b"
                    + "|\\bADD\\s+(?:CONSTRAINT|CHECK|UNIQUE|FOREIGN)\\b|\\bCREATE\\s+UNIQUE\\s+INDEX\\b"
                    + "|\\bADD\\s+COLUMN\\b(?=[^;]*\\bNOT\\s+NULL\\b)(?![^;]*\\bDEFAULT\\b)");

    private static final Pattern RAISES = Pattern.compile("(?i)\\bUPDATE\\s+cluster\\s+SET\\s+oldest_schema\\b");

    private static boolean breaks(String migration) {
        String statements = migration.replaceAll("--.*", "");
        return BREAKS.matcher(statements).find() && !RAISES.matcher(statements).find();
    }

    @Test
    void everyMigrationIsOneThatTheVersionBeforeCanLiveWith() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("src/main/resources/db/postgresql"))) {
            List<Path> breaking = all.filter(path -> number(path) >= FIRST)
                    .filter(path -> breaks(text(path)))
                    .toList();
            assertThat(breaking).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE task ADD COLUMN a TEXT;",
                "ALTER TABLE task ADD COLUMN a TEXT NOT NULL DEFAULT '';",
                "CREATE TABLE new (id TEXT PRIMARY KEY, a TEXT NOT NULL);\nCREATE INDEX new_a ON new (a);",
                "-- DROP TABLE is not what this does\nUPDATE task SET a = 1;",
                "ALTER TABLE task DROP COLUMN a;\nUPDATE cluster SET oldest_schema = 23;"
            })
    void whatAddsIsAllowed(String migration) {
        assertThat(breaks(migration)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE task DROP COLUMN a;",
                "drop table task;",
                "ALTER TABLE task RENAME COLUMN a TO b;",
                "ALTER TABLE task ALTER COLUMN a TYPE BIGINT;",
                "ALTER TABLE task ALTER COLUMN a SET NOT NULL;",
                "ALTER TABLE task ADD COLUMN a TEXT NOT NULL;",
                "CREATE UNIQUE INDEX a ON task (a);"
            })
    void whatTakesAwayIsNoticed(String migration) {
        assertThat(breaks(migration)).isTrue();
    }

    private static int number(Path migration) {
        Matcher name = NAME.matcher(migration.getFileName().toString());
        assertThat(name.matches()).as(migration.toString()).isTrue();
        return Integer.parseInt(name.group(1));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
