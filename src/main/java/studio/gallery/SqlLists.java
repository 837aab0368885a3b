package studio.gallery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;
import studio.gallery.Gallery.GalleryPage;
import studio.gallery.Gallery.TrashPage;
import studio.gallery.Gallery.TrashedEntry;
import studio.gallery.GalleryFacets.ConfigCount;
import studio.gallery.GalleryFacets.ModelCount;
import studio.gallery.GalleryFacets.RatioCount;
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
            + " ORDER BY entries DESC, value LIMIT " + GalleryFacets.MAX;

    private final Database database;
    private final SqlSearch search;
    private final RowMapper<GalleryEntry> entries;
    private final RowMapper<ModelCount> models = ConstructorMapper.of(ModelCount.class);
    private final RowMapper<ConfigCount> configs = ConstructorMapper.of(ConfigCount.class);
    private final RowMapper<RatioCount> ratios = ConstructorMapper.of(RatioCount.class);

    SqlLists(Database database, SqlSearch search, RowMapper<GalleryEntry> entries) {
        this.database = database;
        this.search = search;
        this.entries = entries;
    }

    GalleryPage page(GalleryFilter filter, @Nullable Cursor after, int limit) {
        Function<Handle, GalleryPage> page = handle -> page(handle, filter, after, limit);
        return filter.text() == null ? database.query(page) : search.search(page);
    }

    private GalleryPage page(Handle handle, GalleryFilter filter, @Nullable Cursor after, int limit) {
        SearchText text = filter.search();
        String match = text == null ? null : text.match();
        long matches = match == null ? 0 : SqlSearch.matches(handle, match);
        SqlListQuery query = SqlListQuery.of(filter, matches > COMMON);
        List<GalleryEntry> found =
                query.page(handle, SELECT, after, limit + 1).map(entries).list();
        List<GalleryEntry> page = cut(found, limit);
        boolean more = found.size() > limit;
        long total;
        if (after == null && !more) {
            total = page.size();
        } else if (text != null && match != null && text.unindexed().isEmpty() && filter.plain()) {
            total = matches - SqlSearch.trashedMatches(handle, match);
        } else {
            total = total(handle, filter, query);
        }
        return new GalleryPage(page, more ? Cursor.of(page.getLast()).encoded() : null, total);
    }

    private static long total(Handle handle, GalleryFilter filter, SqlListQuery query) {
        Map<String, String> facets = filter.facets();
        if (filter.text() != null || filter.timed() || facets.size() > 1) {
            return query.count(handle);
        }
        return facets.entrySet().stream()
                .findFirst()
                .map(facet -> facet(handle, facet.getKey(), facet.getValue()))
                .orElseGet(() -> allLive(handle));
    }

    List<GalleryEntry> newest(@Nullable Cursor after, int limit) {
        return database.query(handle -> SqlListQuery.of(GalleryFilter.ALL, false)
                .page(handle, SELECT, after, limit)
                .map(entries)
                .list());
    }

    TrashPage trash(@Nullable Cursor after, int limit, Duration timeToLive) {
        return database.query(handle -> {
            SqlListQuery query = SqlListQuery.ofTrash();
            List<TrashedEntry> found = query.page(handle, SELECT + ", deleted_at", after, limit + 1)
                    .map((row, context) -> {
                        Instant deletedAt = Instant.ofEpochMilli(row.getLong("deleted_at"));
                        return new TrashedEntry(entries.map(row, context), deletedAt, deletedAt.plus(timeToLive));
                    })
                    .list();
            List<TrashedEntry> page = cut(found, limit);
            String next = found.size() > limit
                    ? new Cursor(page.getLast().deletedAt(), page.getLast().entry().id()).encoded()
                    : null;
            return new TrashPage(page, next, query.count(handle));
        });
    }

    /** Without the one that only shows that there is a next page. */
    private static <T> List<T> cut(List<T> found, int limit) {
        return found.subList(0, Math.min(limit, found.size()));
    }

    GalleryFacets facets() {
        return database.query(handle -> new GalleryFacets(
                counts(handle, "model", "value AS model", models),
                counts(handle, "config", """
                        value AS config_id,
                        (SELECT config_label FROM gallery_entry WHERE config_id = value AND deleted_at IS NULL
                         ORDER BY created_at DESC, id DESC LIMIT 1) AS label""", configs),
                counts(handle, "ratio", "value AS ratio", ratios),
                allLive(handle),
                facet(handle, "favorite", "1"),
                time(handle, "ASC"),
                time(handle, "DESC")));
    }

    private static <T> List<T> counts(Handle handle, String name, String columns, RowMapper<T> mapper) {
        return handle.createQuery("SELECT " + columns + ", entries AS count" + MOST_FIRST)
                .bind("name", name)
                .map(mapper)
                .list();
    }

    private static long allLive(Handle handle) {
        return handle.select("SELECT entries FROM gallery_total")
                .mapTo(Long.class)
                .one();
    }

    private static long facet(Handle handle, String name, String value) {
        return handle.select("SELECT entries FROM gallery_facet WHERE name = ? AND value = ?", name, value)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    private static @Nullable Instant time(Handle handle, String direction) {
        return handle.select("SELECT created_at FROM gallery_entry WHERE deleted_at IS NULL ORDER BY created_at "
                        + direction + " LIMIT 1")
                .mapTo(Instant.class)
                .findOne()
                .orElse(null);
    }
}
