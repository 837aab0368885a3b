package studio.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jspecify.annotations.Nullable;

/** Sets up how values of the product stand in columns. */
final class SqlValues {
    private SqlValues() {}

    static Jdbi jdbi(ConnectionFactory connections) {
        // What a picture cost keeps the digits that the upstream wrote.
        ObjectReader json = new ObjectMapper().reader(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        return Jdbi.create(connections)
                .registerArgument(new TimeArgument())
                .registerArgument(new DayArgument())
                .registerArgument(new JsonArgument())
                .registerColumnMapper(Instant.class, (row, column, context) -> time(row, column))
                .registerColumnMapper(JsonNode.class, (row, column, context) -> parsed(json, row.getString(column)));
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static @Nullable JsonNode parsed(ObjectReader json, @Nullable String text) {
        try {
            return text == null ? null : json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A row holds broken JSON", e);
        }
    }

    private static final class TimeArgument extends AbstractArgumentFactory<Instant> {
        TimeArgument() {
            super(Types.BIGINT);
        }

        @Override
        protected Argument build(Instant time, ConfigRegistry config) {
            return (position, statement, context) -> statement.setLong(position, time.toEpochMilli());
        }
    }

    private static final class DayArgument extends AbstractArgumentFactory<LocalDate> {
        DayArgument() {
            super(Types.VARCHAR);
        }

        @Override
        protected Argument build(LocalDate day, ConfigRegistry config) {
            return (position, statement, context) -> statement.setString(position, day.toString());
        }
    }

    private static final class JsonArgument extends AbstractArgumentFactory<JsonNode> {
        JsonArgument() {
            super(Types.VARCHAR);
        }

        @Override
        protected Argument build(JsonNode json, ConfigRegistry config) {
            return (position, statement, context) ->
                    statement.setString(position, json.isNull() ? null : json.toString());
        }
    }
}
