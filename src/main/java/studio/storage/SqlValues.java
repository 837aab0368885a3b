package studio.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jspecify.annotations.Nullable;

/** Sets up how values of the product stand in columns. */
final class SqlValues {
    private SqlValues() {}

    static Jdbi jdbi(ConnectionFactory connections) {
        // What a picture cost keeps the digits that the upstream wrote.
        ObjectReader json = new ObjectMapper().reader(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        return Jdbi.create(connections)
                // Both databases have switches as 0 and 1, so that rows can move from one to the other.
                .registerArgument(stored(Boolean.class, Types.INTEGER, on -> on ? 1 : 0))
                .registerArgument(stored(Instant.class, Types.BIGINT, Instant::toEpochMilli))
                .registerArgument(stored(LocalDate.class, Types.VARCHAR, LocalDate::toString))
                .registerArgument(stored(JsonNode.class, Types.VARCHAR, node -> node.isNull() ? null : node.toString()))
                .registerColumnMapper(Instant.class, (row, column, context) -> time(row, column))
                .registerColumnMapper(JsonNode.class, (row, column, context) -> parsed(json, row.getString(column)));
    }

    /** Binds values of one class, and nulls of that declared type, as a column has them. */
    private static <T> ArgumentFactory.Preparable stored(
            Class<T> kind, int sqlType, Function<T, @Nullable Object> column) {
        return new ArgumentFactory.Preparable() {
            @Override
            public Optional<Function<Object, Argument>> prepare(Type type, ConfigRegistry config) {
                return type == kind
                                || type == MethodType.methodType(kind).unwrap().returnType()
                        ? Optional.of(this::argument)
                        : Optional.empty();
            }

            @Override
            public Optional<Argument> build(Type type, @Nullable Object value, ConfigRegistry config) {
                return type == kind || kind.isInstance(value) ? Optional.of(argument(value)) : Optional.empty();
            }

            private Argument argument(@Nullable Object value) {
                return (position, statement, context) ->
                        statement.setObject(position, value == null ? null : column.apply(kind.cast(value)), sqlType);
            }
        };
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
}
