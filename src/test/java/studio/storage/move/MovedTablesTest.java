package studio.storage.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.storage.Dialect;
import studio.storage.RealDatabase;

class MovedTablesTest {
    @TempDir
    Path root;

    /** A new table is in backups of several instances, or it is named as one that is not. */
    @Test
    void itIsKnownOfEachTableWhetherItMoves() {
        assertThat(tables(Dialect.POSTGRESQL, """
                        SELECT table_name FROM information_schema.tables
                        WHERE table_schema = 'public' AND table_name NOT LIKE 'flyway%'"""))
                .containsAll(MovedTables.ALL)
                .allMatch(name -> MovedTables.ALL.contains(name) || MovedTables.LEFT.contains(name));
        assertThat(tables(Dialect.SQLITE, """
                        SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
                        AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'flyway%'"""))
                .containsAll(MovedTables.ALL)
                .allMatch(name -> MovedTables.ALL.contains(name) || MovedTables.LEFT.contains(name));
    }

    private List<String> tables(Dialect dialect, String sql) {
        try (RealDatabase real = RealDatabase.in(root.resolve(dialect.name()), dialect)) {
            return real.database().query(c -> c.select(sql).mapTo(String.class).list());
        }
    }
}
