package studio.storage.move;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows as files of an archive, one for each table: lines of JSON arrays, the first of them the names of the columns.
 *
 * @param folder of the files
 */
record JsonRows(Path folder) implements RowSource {
    private static final int BUFFER = 1 << 16;
    private static final int MAX_COLUMNS = 200;

    static Path file(Path folder, String table) {
        return folder.resolve(table + ".jsonl");
    }

    /** Writes all rows; the stream stays open. */
    static void write(RowCursor rows, OutputStream out) throws IOException {
        JsonGenerator json = factory().createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        json.writeStartArray();
        for (String column : rows.columns()) {
            json.writeString(column);
        }
        json.writeEndArray();
        for (@Nullable Object[] row = rows.next(); row != null; row = rows.next()) {
            json.writeStartArray();
            for (Object value : row) {
                switch (value) {
                    case null -> json.writeNull();
                    case Long number -> json.writeNumber(number);
                    default -> json.writeString(value.toString());
                }
            }
            json.writeEndArray();
        }
        json.writeRaw('\n');
        json.close();
    }

    @Override
    public Optional<RowCursor> open(String table) throws IOException {
        Path file = file(folder, table);
        return Files.exists(file)
                ? Optional.of(Cursor.of(
                        factory().createParser(new BufferedInputStream(Files.newInputStream(file), BUFFER)), table))
                : Optional.empty();
    }

    private static JsonFactory factory() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    private record Cursor(List<String> columns, JsonParser json, String table) implements RowCursor {

        static Cursor of(JsonParser json, String table) throws IOException {
            List<String> columns = new ArrayList<>();
            try {
                if (json.nextToken() == JsonToken.START_ARRAY) {
                    for (String name = json.nextTextValue(); name != null; name = json.nextTextValue()) {
                        columns.add(name);
                    }
                }
                if (json.currentToken() != JsonToken.END_ARRAY || columns.isEmpty() || columns.size() > MAX_COLUMNS) {
                    throw new IOException("The rows of " + table + " do not begin with the names of their columns");
                }
                return new Cursor(List.copyOf(columns), json, table);
            } catch (JsonProcessingException e) {
                json.close();
                throw unreadable(table);
            } catch (IOException e) {
                json.close();
                throw e;
            }
        }

        @Override
        public @Nullable Object @Nullable [] next() throws IOException {
            try {
                JsonToken first = json.nextToken();
                if (first == null) {
                    return null;
                }
                @Nullable Object[] row = new @Nullable Object[columns.size()];
                boolean whole = first == JsonToken.START_ARRAY;
                for (int i = 0; whole && i < row.length; i++) {
                    JsonToken token = json.nextToken();
                    whole = token == JsonToken.VALUE_STRING
                            || token == JsonToken.VALUE_NUMBER_INT
                            || token == JsonToken.VALUE_NULL;
                    if (token == JsonToken.VALUE_STRING) {
                        row[i] = json.getText();
                    } else if (token == JsonToken.VALUE_NUMBER_INT) {
                        row[i] = json.getLongValue();
                    }
                }
                if (!whole || json.nextToken() != JsonToken.END_ARRAY) {
                    throw unreadable(table);
                }
                return row;
            } catch (JsonProcessingException e) {
                throw unreadable(table);
            }
        }

        /** Without what stands there, which may be a prompt. */
        private static IOException unreadable(String table) {
            return new IOException("The rows of " + table + " are damaged");
        }

        @Override
        public void close() throws IOException {
            json.close();
        }
    }
}
