package studio.storage;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Maps rows to records by the names of columns and components. Jdbi's own mapper reads the annotations of all components anew for
 * each query, which takes longer than the query; this one keeps what it found for each list of columns.
 */
public final class RecordMapper<R> implements RowMapper<R> {
    private final RowMapper<R> mapper;
    private final Map<List<String>, RowMapper<R>> byColumns = new ConcurrentHashMap<>();

    private RecordMapper(RowMapper<R> mapper) {
        this.mapper = mapper;
    }

    /** @param type registered for reflection, natively */
    public static <R extends Record> RecordMapper<R> of(Class<R> type) {
        return new RecordMapper<>(ConstructorMapper.of(type));
    }

    @Override
    public R map(ResultSet row, StatementContext context) throws SQLException {
        return specialize(row, context).map(row, context);
    }

    @Override
    public RowMapper<R> specialize(ResultSet row, StatementContext context) throws SQLException {
        List<String> columns = columns(row.getMetaData());
        RowMapper<R> known = byColumns.get(columns);
        if (known == null) {
            known = mapper.specialize(row, context);
            byColumns.put(columns, known);
        }
        return known;
    }

    private static List<String> columns(ResultSetMetaData row) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int column = 1; column <= row.getColumnCount(); column++) {
            columns.add(row.getColumnLabel(column));
        }
        return columns;
    }
}
