package studio.gallery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import studio.gallery.GalleryFacets.ConfigCount;
import studio.gallery.GalleryFacets.ModelCount;
import studio.gallery.GalleryFacets.RatioCount;
import studio.gallery.TrashPage.TrashedEntry;
import studio.storage.Database;

/** The gallery's lists and sums. Sums come from tables that triggers keep, so that none depends on how many entries there are. */
final class SqlLists {
    static final String COLUMNS =
            "id, prompt, response_text, file_name, preview_name, has_thumbnail, config_id, config_label, model_id,"
                    + " aspect_ratio, image_size, created_at, width, height, bytes, format, placeholder, favorite, task_id,"
                    + " duration_ms, usage, parameters, missing";

    private static final String SELECT = "SELECT " + COLUMNS;

    /** From here on it is cheaper to walk a list in its order and look for matches than to fetch all of them and sort. */
    private static final long COMMON = 1000;

    private static final String MOST_FIRST = " FROM gallery_facet WHERE name = :name AND value <> '' AND entries > 0"
            + " ORDER BY entries DESC, value LIMIT " + GalleryFacets.MOST;

    private final Database database;
    private final RowMapper<GalleryEntry> entries;
    private final RowMapper<Gallery.Totals> totals = ConstructorMapper.of(Gallery.Totals.class);
    private final RowMapper<ModelCount> models = ConstructorMapper.of(ModelCount.class);
    private final RowMapper<ConfigCount> configs = ConstructorMapper.of(ConfigCount.class);
    private final RowMapper<RatioCount> ratios = ConstructorMapper.of(RatioCount.class);

    SqlLists(Database database, RowMapper<GalleryEntry> entries) {
        this.database = database;
        this.entries = entries;
    }

    GalleryPage page(Handle handle, GalleryFilter filter, @Nullable Cursor after, int limit) {
        SearchText text = filter.search();
        String match = text == null ? null : text.match();
        long matches = match == null
                ? 0
                : number(handle.createQuery("SELECT count(*) FROM gallery_text WHERE gallery_text MATCH :match")
                        .bind("match", match));
        SqlListQuery query = new SqlListQuery(filter, matches > COMMON);
        List<GalleryEntry> found =
                query.page(handle, SELECT, after, limit + 1).map(entries).list();
        boolean more = found.size() > limit;
        List<GalleryEntry> page = more ? found.subList(0, limit) : found;
        long total;
        if (after == null && !more) {
            total = page.size();
        } else if (text != null && match != null && text.unindexed().isEmpty() && filter.plain()) {
            total = matches - trashed(handle, match);
        } else {
            total = total(handle, filter, query);
        }
        return new GalleryPage(page, more ? Cursor.of(page.getLast()).encoded() : null, total);
    }

    private long total(Handle handle, GalleryFilter filter, SqlListQuery query) {
        List<GalleryFilter.Facet> facets = filter.facets();
        if (filter.text() != null || filter.timed() || facets.size() > 1) {
            return number(query.count(handle));
        }
        return facets.isEmpty()
                ? number(handle.createQuery("SELECT entries FROM gallery_total"))
                : handle.createQuery("SELECT entries FROM gallery_facet WHERE name = :name AND value = :value")
                        .bindMethods(facets.getFirst())
                        .mapTo(Long.class)
                        .findOne()
                        .orElse(0L);
    }

    /** The index of texts contains the trash too, which is small. */
    private static long trashed(Handle handle, String match) {
        return number(handle.createQuery(
                        "SELECT count(*) FROM gallery_entry WHERE deleted_at IS NOT NULL AND " + SqlListQuery.WALKED)
                .bind("match", match));
    }

    List<GalleryEntry> newest(Handle handle, @Nullable Cursor after, int limit) {
        return new SqlListQuery(GalleryFilter.ALL, false)
                .page(handle, SELECT, after, limit)
                .map(entries)
                .list();
    }

    GalleryFacets facets() {
        return database.query(handle -> new GalleryFacets(
                counts(handle, "model", "value AS model", models),
                counts(handle, "config", """
                        value AS config_id,
                        (SELECT config_label FROM gallery_entry WHERE config_id = value AND deleted_at IS NULL
                         ORDER BY created_at DESC, id DESC LIMIT 1) AS label""", configs),
                counts(handle, "ratio", "value AS ratio", ratios),
                number(handle.createQuery("SELECT entries FROM gallery_total")),
                handle.createQuery("SELECT entries FROM gallery_facet WHERE name = 'favorite' AND value = '1'")
                        .mapTo(Long.class)
                        .findOne()
                        .orElse(0L),
                time(handle, "ASC"),
                time(handle, "DESC")));
    }

    private static <T> List<T> counts(Handle handle, String name, String columns, RowMapper<T> mapper) {
        return handle.createQuery("SELECT " + columns + ", entries AS count" + MOST_FIRST)
                .bind("name", name)
                .map(mapper)
                .list();
    }

    private static @Nullable Instant time(Handle handle, String direction) {
        return handle.createQuery("SELECT created_at FROM gallery_entry WHERE deleted_at IS NULL ORDER BY created_at "
                        + direction + " LIMIT 1")
                .mapTo(Instant.class)
                .findOne()
                .orElse(null);
    }

    TrashPage trash(@Nullable Cursor after, int limit, Duration timeToLive) {
        return database.query(handle -> {
            Query query = handle.createQuery("SELECT " + COLUMNS + ", deleted_at FROM gallery_entry"
                            + " WHERE deleted_at IS NOT NULL"
                            + (after == null ? "" : " AND (deleted_at, id) < (:time, :id)")
                            + " ORDER BY deleted_at DESC, id DESC LIMIT :limit")
                    .bind("limit", limit + 1);
            if (after != null) {
                query.bindMethods(after);
            }
            List<TrashedEntry> found = query.map((row, context) -> {
                        Instant deletedAt = Instant.ofEpochMilli(row.getLong("deleted_at"));
                        return new TrashedEntry(entries.map(row, context), deletedAt, deletedAt.plus(timeToLive));
                    })
                    .list();
            boolean more = found.size() > limit;
            List<TrashedEntry> page = more ? found.subList(0, limit) : found;
            String next = more
                    ? new Cursor(
                                    page.getLast().deletedAt(),
                                    page.getLast().entry().id())
                            .encoded()
                    : null;
            return new TrashPage(
                    page,
                    next,
                    number(handle.createQuery("SELECT count(*) FROM gallery_entry WHERE deleted_at IS NOT NULL")));
        });
    }

    Gallery.Totals totals(String sql) {
        return database.query(handle -> handle.createQuery(sql).map(totals).one());
    }

    /** The ids of live entries, favourites excepted, for which a condition holds. */
    List<String> spare(String condition, Object value) {
        return database.query(handle -> handle.createQuery(
                        "SELECT id FROM gallery_entry WHERE deleted_at IS NULL AND favorite = 0 AND " + condition)
                .bind("value", value)
                .mapTo(String.class)
                .list());
    }

    List<String> beyondBytes(long bytes, int limit) {
        return database.query(handle -> handle.createQuery("""
                        SELECT id FROM (
                            SELECT id, sum(bytes) OVER (ORDER BY created_at DESC, id DESC) AS together
                            FROM gallery_entry WHERE deleted_at IS NULL AND favorite = 0)
                        WHERE together > :bytes ORDER BY together DESC LIMIT :limit""")
                .bind("bytes", bytes)
                .bind("limit", limit)
                .mapTo(String.class)
                .list());
    }

    private static long number(Query query) {
        return query.mapTo(Long.class).one();
    }
}
