package studio.storage.move;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import studio.storage.Dialect;

/** The rows of a database as they are in the transaction of a handle. */
record SqlRows(Handle handle, Dialect dialect) implements RowSource {
    /** Rows that are in memory at a time. */
    private static final int FETCHED = 200;

    @Override
    public Optional<RowCursor> open(String table) throws IOException {
        if (table.equals(MovedTables.NUMBERS)) {
            return Optional.of(cursor(
                    switch (dialect) {
                        case SQLITE -> "SELECT name, seq AS last FROM sqlite_sequence ORDER BY name";
                        case POSTGRESQL -> """
                                SELECT CAST(table_name AS text) AS name, pg_sequence_last_value(CAST(pg_get_serial_sequence(
                                    quote_ident(table_name), column_name) AS regclass)) AS last
                                FROM information_schema.columns
                                WHERE table_schema = current_schema() AND is_identity = 'YES' ORDER BY 1""";
                    },
                    List.of("name", "last")));
        }
        Columns columns = Columns.of(handle, dialect, table);
        return columns.none()
                ? Optional.empty()
                : Optional.of(cursor("SELECT " + Columns.listed(columns.names()) + " FROM " + table, columns.names()));
    }

    private RowCursor cursor(String sql, List<String> columns) throws IOException {
        try {
            // The result is read row by row: PostgreSQL's driver would otherwise take all of it into memory.
            PreparedStatement statement = handle.getConnection().prepareStatement(sql);
            statement.setFetchSize(FETCHED);
            return new Cursor(columns, statement, statement.executeQuery());
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    static IOException failed(SQLException e) {
        return new IOException("The database failed: " + e.getMessage(), e);
    }

    private record Cursor(List<String> columns, PreparedStatement statement, ResultSet rows) implements RowCursor {

        @Override
        public @Nullable Object @Nullable [] next() throws IOException {
            try {
                if (!rows.next()) {
                    return null;
                }
                @Nullable Object[] row = new @Nullable Object[columns.size()];
                for (int i = 0; i < row.length; i++) {
                    row[i] = value(rows.getObject(i + 1));
                }
                return row;
            } catch (SQLException e) {
                throw failed(e);
            }
        }

        private static @Nullable Object value(@Nullable Object stored) {
            return switch (stored) {
                case null -> null;
                case Number number -> number.longValue();
                default -> stored.toString();
            };
        }

        @Override
        public void close() throws IOException {
            try (statement) {
                rows.close();
            } catch (SQLException e) {
                throw failed(e);
            }
        }
    }
}
