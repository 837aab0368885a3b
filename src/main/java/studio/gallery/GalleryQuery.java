package studio.gallery;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A filter as SQL. The conditions are written so that each list can walk an index of the table that is already in its
 * order.
 */
final class GalleryQuery {
    private static final String MATCHED = "seq IN (SELECT rowid FROM gallery_text WHERE gallery_text MATCH ?)";

    /** The sign keeps the rows from being fetched by this condition: another index leads, and each row is asked. */
    static final String WALKED = "+" + MATCHED;

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();
    private final boolean oldestFirst;

    /** @param common whether so many entries contain the text that the list is better walked in its order */
    GalleryQuery(GalleryFilter filter, boolean common) {
        oldestFirst = filter.oldestFirst();
        conditions.add("deleted_at IS NULL");
        where("config_id = ?", filter.configId());
        where("model_id = ?", filter.model());
        where("ratio = ?", filter.ratio());
        where("created_at >= ?", filter.from());
        where("created_at < ?", filter.to());
        if (filter.favorite() != null) {
            // A literal, because the index of favourites holds only these rows.
            conditions.add(filter.favorite() ? "favorite = 1" : "favorite = 0");
        }
        SearchText text = filter.search();
        if (text != null) {
            where(common ? WALKED : MATCHED, text.match());
            text.unindexed().forEach(word -> where("instr(folded, ?) > 0", word));
        }
    }

    GalleryQuery after(@Nullable Cursor cursor) {
        if (cursor != null) {
            conditions.add("(created_at, id) " + (oldestFirst ? ">" : "<") + " (?, ?)");
            values.add(cursor.time());
            values.add(cursor.id());
        }
        return this;
    }

    String page(String columns, int limit) {
        String direction = oldestFirst ? "ASC" : "DESC";
        return "SELECT " + columns + " FROM gallery_entry WHERE " + String.join(" AND ", conditions)
                + " ORDER BY created_at " + direction + ", id " + direction + " LIMIT " + limit;
    }

    String count() {
        return "SELECT count(*) FROM gallery_entry WHERE " + String.join(" AND ", conditions);
    }

    Object[] values() {
        return values.toArray();
    }

    private void where(String condition, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.add(value);
        }
    }
}
