package studio.gallery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** A filter as SQL, with conditions that let each list walk an index of the table that is already in its order. */
final class SqlListQuery {
    private static final String MATCHED = "seq IN (SELECT rowid FROM gallery_text WHERE gallery_text MATCH :match)";

    /** The sign keeps the rows from being fetched by this condition: another index leads, and each row is asked. */
    static final String WALKED = "+" + MATCHED;

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();
    private final boolean oldestFirst;

    /** @param common whether so many entries contain the text that the list is better walked in its order */
    SqlListQuery(GalleryFilter filter, boolean common) {
        oldestFirst = filter.oldestFirst();
        conditions.add("deleted_at IS NULL");
        where("config_id = :config", "config", filter.configId());
        where("model_id = :model", "model", filter.model());
        where("ratio = :ratio", "ratio", filter.ratio());
        where("created_at >= :from", "from", filter.from());
        where("created_at < :to", "to", filter.to());
        if (filter.favorite() != null) {
            // A literal, because the index of favourites holds only these rows.
            conditions.add(filter.favorite() ? "favorite = 1" : "favorite = 0");
        }
        SearchText text = filter.search();
        if (text != null) {
            where(common ? WALKED : MATCHED, "match", text.match());
            for (String word : text.unindexed()) {
                String name = "word" + values.size();
                where("instr(folded, :" + name + ") > 0", name, word);
            }
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
        String further = after == null ? "" : " AND (created_at, id) " + (oldestFirst ? ">" : "<") + " (:time, :id)";
        Query query = handle.createQuery(select + " FROM gallery_entry WHERE "
                + String.join(" AND ", conditions) + further
                + " ORDER BY created_at " + direction + ", id " + direction + " LIMIT :limit");
        if (after != null) {
            query.bindMethods(after);
        }
        return query.bindMap(values).bind("limit", limit);
    }

    Query count(Handle handle) {
        return handle.createQuery("SELECT count(*) FROM gallery_entry WHERE " + String.join(" AND ", conditions))
                .bindMap(values);
    }

    private void where(String condition, String name, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
    }
}
