package studio.storage.move;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import studio.storage.Dialect;

/** The columns of a table that hold what was written, not what the database computes, and which of them are numbers. */
record Columns(String table, Map<String, Boolean> numbers) {

    /** Empty when there is no such table. */
    static Columns of(Handle handle, Dialect dialect, String table) {
        String sql =
                switch (dialect) {
                    case SQLITE -> "SELECT name, type FROM pragma_table_xinfo(:table) WHERE hidden = 0 ORDER BY cid";
                    case POSTGRESQL -> """
                            SELECT column_name AS name, data_type AS type FROM information_schema.columns
                            WHERE table_schema = current_schema() AND table_name = :table AND is_generated = 'NEVER'
                            ORDER BY ordinal_position""";
                };
        Map<String, Boolean> found = new LinkedHashMap<>();
        handle.createQuery(sql)
                .bind("table", table)
                .map((row, context) -> Map.entry(
                        row.getString("name"),
                        row.getString("type").toUpperCase(Locale.ROOT).contains("INT")))
                .forEach(column -> found.put(column.getKey(), column.getValue()));
        return new Columns(table, found);
    }

    boolean none() {
        return numbers.isEmpty();
    }

    List<String> names() {
        return List.copyOf(numbers.keySet());
    }

    boolean isNumber(String column) {
        return Boolean.TRUE.equals(numbers.get(column));
    }

    /** For a statement; names are those of the database, never of an archive. */
    static String listed(List<String> names) {
        return String.join(", ", names.stream().map(name -> '"' + name + '"').toList());
    }
}
