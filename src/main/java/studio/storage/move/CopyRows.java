package studio.storage.move;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Fills a table of PostgreSQL by one COPY, after which its triggers look once at all rows. */
final class CopyRows {
    private static final int BUFFER = 1 << 16;

    private CopyRows() {}

    static void into(Handle handle, Columns columns, RowCursor rows) throws IOException {
        List<String> names = rows.columns();
        if (!columns.names().containsAll(names)) {
            throw new IOException("Rows of " + columns.table() + " have columns that this version does not know");
        }
        String sql = "COPY " + columns.table() + " (" + Columns.listed(names) + ") FROM STDIN";
        try {
            CopyIn copy = handle.getConnection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(sql);
            try {
                StringBuilder text = new StringBuilder();
                for (@Nullable Object[] row = rows.next(); row != null; row = rows.next()) {
                    append(text, columns, names, row);
                    if (text.length() >= BUFFER) {
                        send(copy, text);
                    }
                }
                send(copy, text);
                long unused = copy.endCopy();
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } catch (SQLException e) {
            throw SqlRows.failed(e);
        }
    }

    private static void send(CopyIn copy, StringBuilder text) throws SQLException {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        text.setLength(0);
    }

    private static void append(StringBuilder text, Columns columns, List<String> names, @Nullable Object[] row)
            throws IOException {
        for (int i = 0; i < row.length; i++) {
            text.append(i == 0 ? "" : "\t");
            Object value = row[i];
            if (value == null) {
                text.append("\\N");
            } else if (columns.isNumber(names.get(i)) && !(value instanceof Long)) {
                throw new IOException(columns.table() + "." + names.get(i) + " is not a number");
            } else {
                escape(text, value.toString());
            }
        }
        text.append('\n');
    }

    /** As COPY wants it (postgresql.org/docs/current/sql-copy.html, "Text Format"). */
    private static void escape(StringBuilder text, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                // PostgreSQL has no text with it.
                case '\0' -> text.append("");
                default -> text.append(c);
            }
        }
    }
}
