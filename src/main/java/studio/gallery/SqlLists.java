package studio.gallery;

import static java.util.stream.Collectors.toMap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;
import studio.gallery.GalleryFacets.ConfigCount;
import studio.gallery.GalleryFacets.ModelCount;
import studio.gallery.GalleryFacets.RatioCount;
import studio.storage.Database;
import studio.storage.Dialect;
import studio.storage.RecordMapper;

/** The gallery's lists and sums. Sums come from tables that triggers maintain, so that none depends on how many entries there are. */
abstract class SqlLists implements Gallery {
    static final String COLUMNS =
            "id, prompt, response_text, file_name, preview_name, has_thumbnail, config_id, config_label, model_id,"
                    + " aspect_ratio, image_size, created_at, width, height, bytes, format, placeholder, favorite, task_id,"
                    + " duration_ms, usage, parameters, missing";

    private static final String SELECT = "SELECT " + COLUMNS;
    static final String SELECT_WHERE = SELECT + " FROM gallery_entry WHERE ";
    private static final int BATCH = 500;

    /** Bytes of JSON that are read at once. */
    private static final int PART = 100_000;

    /** From here on walking a list in its order is cheaper than fetching and sorting all matches. */
    private static final long COMMON = 1000;

    /** What was counted, and when: a text for the index or a filter. */
    private record Count(long changes, Object what) {}

    final Database database;
    final Dialect dialect;
    final SqlSearch search;
    private final String json;
    private final Cache<Count, Long> counts =
            Caffeine.newBuilder().maximumSize(500).build();
    final RowMapper<GalleryEntry> entries = RecordMapper.of(GalleryEntry.class);
    private final RowMapper<FileRow> fileRows = RecordMapper.of(FileRow.class);
    private final RowMapper<Totals> totals = RecordMapper.of(Totals.class);
    private final RowMapper<ModelCount> models = RecordMapper.of(ModelCount.class);
    private final RowMapper<ConfigCount> configs = RecordMapper.of(ConfigCount.class);
    private final RowMapper<RatioCount> ratios = RecordMapper.of(RatioCount.class);

    SqlLists(Database database) {
        this.database = database;
        this.dialect = database.dialect();
        this.search = new SqlSearch(database);
        this.json = SqlEntryJson.select(dialect);
    }

    final <T> List<T> rows(String sql, RowMapper<T> mapper, Object... values) {
        return database.query(handle -> handle.select(sql, values).map(mapper).list());
    }

    @Override
    public GalleryPage page(GalleryFilter filter, @Nullable Cursor after, int limit, String base) {
        Function<Handle, GalleryPage> page = handle -> page(handle, filter, after, limit, base);
        return filter.text() == null ? database.query(page) : search.search(page);
    }

    private GalleryPage page(Handle handle, GalleryFilter filter, @Nullable Cursor after, int limit, String base) {
        SearchText text = filter.search();
        SqlTextIndex index = text == null ? null : SqlTextIndex.of(dialect, text);
        long matches = index == null ? 0 : counted(handle, index.values(), () -> SqlSearch.matches(handle, index));
        boolean common = matches > COMMON;
        SqlListQuery query = SqlListQuery.of(dialect, filter, common);
        Function<SqlListQuery, Listing> reader = list -> SqlEntryJson.read(
                list.page(handle, json, after, limit + 1).bind("base", base), limit, Integer.MAX_VALUE);
        Listing near = text == null || !common ? null : reader.apply(SqlListQuery.near(dialect, filter, text));
        Listing page = near == null || near.next() == null ? reader.apply(query) : near;
        long total;
        if (after == null && page.next() == null) {
            total = page.count();
        } else if (text != null && index != null && text.unindexed().isEmpty() && filter.plain()) {
            total = counted(handle, filter, () -> matches - SqlSearch.trashedMatches(handle, index));
        } else {
            total = total(handle, filter, query);
        }
        return new GalleryPage(page, total);
    }

    private long total(Handle handle, GalleryFilter filter, SqlListQuery query) {
        Map<String, String> facets = filter.facets();
        if (filter.text() != null || filter.timed() || facets.size() > 1) {
            return counted(handle, filter, () -> query.count(handle));
        }
        return facets.entrySet().stream()
                .findFirst()
                .map(facet -> facet(handle, facet.getKey(), facet.getValue()))
                .orElseGet(() -> allLive(handle));
    }

    /** Counts once for each state of the gallery: what is counted in one transaction holds until the number of changes rises. */
    private long counted(Handle handle, Object what, LongSupplier count) {
        long changes = handle.select("SELECT changes FROM gallery_total")
                .mapTo(Long.class)
                .one();
        return counts.get(new Count(changes, what), ignored -> count.getAsLong());
    }

    @Override
    public Listing part(@Nullable Cursor after, String base) {
        SqlListQuery query = SqlListQuery.of(dialect, GalleryFilter.ALL, false);
        return database.query(handle ->
                SqlEntryJson.read(query.page(handle, json, after, BATCH + 1).bind("base", base), BATCH, PART));
    }

    @Override
    public <E extends Exception> void forEach(EntryReader<E> reader) throws E {
        SqlListQuery query = SqlListQuery.of(dialect, GalleryFilter.ALL, false);
        Cursor after = null;
        List<GalleryEntry> batch;
        do {
            Cursor from = after;
            batch = database.query(handle ->
                    query.page(handle, SELECT, from, BATCH).map(entries).list());
            for (GalleryEntry entry : batch) {
                reader.read(entry);
            }
            after = batch.isEmpty() ? null : Cursor.of(batch.getLast());
        } while (batch.size() == BATCH);
    }

    @Override
    public TrashPage trashPage(@Nullable Cursor after, int limit, Duration timeToLive) {
        return database.query(handle -> {
            SqlListQuery query = SqlListQuery.ofTrash(dialect);
            List<TrashedEntry> found = query.page(handle, SELECT + ", deleted_at", after, limit + 1)
                    .map((row, context) -> {
                        Instant deletedAt = Instant.ofEpochMilli(row.getLong("deleted_at"));
                        return TrashedEntry.of(entries.map(row, context), deletedAt, deletedAt.plus(timeToLive));
                    })
                    .list();
            List<TrashedEntry> page = found.subList(0, Math.min(limit, found.size()));
            TrashedEntry last = found.size() > limit ? page.getLast() : null;
            String next = last == null
                    ? null
                    : new Cursor(last.deletedAt(), last.entry().id()).encoded();
            return new TrashPage(page, next, query.count(handle));
        });
    }

    @Override
    public GalleryFacets facets() {
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
        String sql = "SELECT " + columns + ", entries AS count FROM gallery_facet"
                + " WHERE name = ? AND value <> '' AND entries > 0"
                + " ORDER BY entries DESC, value LIMIT " + GalleryFacets.MAX;
        return handle.select(sql, name).map(mapper).list();
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

    @Override
    public Totals totals() {
        return rows("SELECT entries, bytes FROM gallery_total", totals).getFirst();
    }

    @Override
    public Totals trashTotals() {
        return rows("""
                SELECT count(*) AS entries, coalesce(sum(bytes), 0) AS bytes
                FROM gallery_entry %s WHERE deleted_at IS NOT NULL""".formatted(dialect.indexedBy("gallery_trash_bytes")), totals)
                .getFirst();
    }

    @Override
    public List<GalleryEntry> trashedBefore(Instant time) {
        return rows(SELECT_WHERE + "deleted_at < ? ORDER BY deleted_at LIMIT " + BATCH, entries, time);
    }

    @Override
    public List<String> beyond(Instant oldest, long count, long bytes) {
        return rows("""
                SELECT id FROM (
                    SELECT id, created_at, row_number() OVER newest AS place, sum(bytes) OVER newest AS together
                    FROM gallery_entry WHERE deleted_at IS NULL AND favorite = 0
                    WINDOW newest AS (ORDER BY created_at DESC, id DESC)) AS placed
                WHERE created_at < ? OR place > ? OR together > ? ORDER BY created_at, id LIMIT\s""" + BATCH, (row, context) -> row.getString("id"), oldest, count, bytes);
    }

    @Override
    public List<FileRow> rowsAfter(long seq, int limit) {
        return rows("""
                SELECT seq, id, file_name, preview_name, has_thumbnail, missing, deleted_at IS NOT NULL AS trashed
                FROM gallery_entry WHERE seq > ? ORDER BY seq LIMIT ?""", fileRows, seq, limit);
    }

    @Override
    public Map<String, Boolean> known(List<String> fileNames) {
        if (fileNames.isEmpty()) {
            return Map.of();
        }
        return database.query(handle -> handle.createQuery("""
                        SELECT file_name, deleted_at IS NOT NULL AS trashed
                        FROM gallery_entry WHERE file_name IN (<names>)""")
                .bindList("names", fileNames)
                .map((row, context) -> Map.entry(row.getString("file_name"), row.getBoolean("trashed")))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public boolean prepareSearch(Duration longest) {
        return search.prepare(longest);
    }
}
