package studio.gallery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import studio.storage.Dialect;

/** A filter as SQL whose conditions let each list walk an index in its order. */
final class SqlListQuery {
    /** Rows at the beginning of a list that are read to find a page without the index of texts. */
    private static final int NEAR = 1000;

    private final List<String> conditions = new ArrayList<>();
    private final List<String> ofText = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();
    private final Dialect dialect;
    private final String time;
    private final boolean oldestFirst;

    private SqlListQuery(Dialect dialect, String time, boolean oldestFirst) {
        this.dialect = dialect;
        this.time = time;
        this.oldestFirst = oldestFirst;
    }

    /** The trash, the latest deletion first. */
    static SqlListQuery ofTrash(Dialect dialect) {
        SqlListQuery query = new SqlListQuery(dialect, "deleted_at", false);
        query.conditions.add("deleted_at IS NOT NULL");
        return query;
    }

    /**
     * Live entries.
     *
     * @param common whether so many entries contain the text that the list is better walked in its order
     */
    static SqlListQuery of(Dialect dialect, GalleryFilter filter, boolean common) {
        SqlListQuery query = ofAnyText(dialect, filter);
        SearchText text = filter.search();
        if (text != null) {
            SqlTextIndex index = SqlTextIndex.of(dialect, text);
            if (index != null) {
                query.conditions.add(common ? index.walked() : index.found());
                query.values.putAll(index.values());
            }
            text.unindexed().forEach(word -> query.contains(query.conditions, word));
        }
        return query;
    }

    /** Live entries that contain a common text, of the first {@value #NEAR} that they would be without it: most often a page. */
    static SqlListQuery near(Dialect dialect, GalleryFilter filter, SearchText text) {
        SqlListQuery query = ofAnyText(dialect, filter);
        text.words().forEach(word -> query.contains(query.ofText, word));
        return query;
    }

    private static SqlListQuery ofAnyText(Dialect dialect, GalleryFilter filter) {
        SqlListQuery query = new SqlListQuery(dialect, "created_at", filter.oldestFirst());
        query.conditions.add("deleted_at IS NULL");
        query.where("config_id = :config", "config", filter.configId());
        query.where("model_id = :model", "model", filter.model());
        query.where("ratio = :ratio", "ratio", filter.ratio());
        query.where("created_at >= :from", "from", filter.from());
        query.where("created_at < :to", "to", filter.to());
        if (filter.favorite() != null) {
            // A literal, because the index of favourites holds only these rows.
            query.conditions.add(filter.favorite() ? "favorite = 1" : "favorite = 0");
        }
        return query;
    }

    private void contains(List<String> where, String word) {
        String name = "word" + values.size();
        where.add(dialect.contains("folded", ":" + name));
        values.put(name, word);
    }

    private void where(String condition, String name, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
    }

    /**
     * The entries of a page.
     *
     * @param select the statement up to its columns
     * @param after the last entry of the page before
     */
    Query page(Handle handle, String select, @Nullable Cursor after, int limit) {
        String direction = oldestFirst ? "ASC" : "DESC";
        String sign = oldestFirst ? ">" : "<";
        String further = after == null ? "" : " AND (" + time + ", id) " + sign + " (:time, :id)";
        String rows = "gallery_entry WHERE " + String.join(" AND ", conditions) + further + " ORDER BY " + time + " "
                + direction + ", id " + direction + " LIMIT ";
        // The rows of the inner list come in its order, and no more of them than are needed.
        String from = ofText.isEmpty()
                ? rows
                : "(SELECT * FROM " + rows + NEAR + ") AS near WHERE " + String.join(" AND ", ofText) + " LIMIT ";
        Query query = handle.createQuery(select + " FROM " + from + ":limit");
        if (after != null) {
            query.bind("time", after.time()).bind("id", after.id());
        }
        return query.bindMap(values).bind("limit", limit);
    }

    /** How many of the entries each span of time has, as {@code entries}; {@code span} is the number of the span since 1970. */
    Query counts(Handle handle, long millis) {
        return handle.createQuery("SELECT " + time + " / :millis AS span, count(*) AS entries FROM gallery_entry WHERE "
                        + String.join(" AND ", conditions) + " GROUP BY span ORDER BY span "
                        + (oldestFirst ? "ASC" : "DESC"))
                .bindMap(values)
                .bind("millis", millis);
    }

    long count(Handle handle) {
        return handle.createQuery("SELECT count(*) FROM gallery_entry WHERE " + String.join(" AND ", conditions))
                .bindMap(values)
                .mapTo(Long.class)
                .one();
    }
}
