package studio.gallery;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;
import studio.storage.ChangeBus;
import studio.storage.ChangeBus.Change;
import studio.storage.Database;

/** The gallery's index in the database: changes and single entries; {@link SqlLists} makes the lists. */
@Singleton
class SqlGallery implements Gallery {
    private static final int BATCH = 500;
    private static final String SELECT = "SELECT " + SqlLists.COLUMNS + " FROM gallery_entry ";

    private static final String INSERT = "INSERT INTO gallery_entry (" + SqlLists.COLUMNS + ", folded) VALUES ("
            + columns().map(SqlGallery::parameter).collect(joining(", ")) + ", :folded) ";

    /** A file that was found before its entry was written has an entry already. */
    private static final String INSERT_OR_COMPLETE = INSERT + "ON CONFLICT (id) DO UPDATE SET "
            + columns()
                    .filter(column -> !column.equals("id") && !column.equals("favorite"))
                    .map(column -> column + " = excluded." + column)
                    .collect(joining(", "))
            + ", folded = excluded.folded WHERE gallery_entry.file_name = excluded.file_name";

    private final Database database;
    private final ChangeBus changes;
    private final RowMapper<GalleryEntry> entries = ConstructorMapper.of(GalleryEntry.class);
    private final RowMapper<FileRow> fileRows = ConstructorMapper.of(FileRow.class);
    private final RowMapper<Totals> totals = ConstructorMapper.of(Totals.class);
    private final SqlSearch search;
    private final SqlLists lists;

    SqlGallery(Database database, ChangeBus changes) {
        this.database = database;
        this.changes = changes;
        this.search = new SqlSearch(database);
        this.lists = new SqlLists(database, search, entries);
    }

    private static Stream<String> columns() {
        return Stream.of(SqlLists.COLUMNS.split(", ", -1));
    }

    /** {@code :fileName} for {@code file_name}: the entry's component. */
    private static String parameter(String column) {
        return ":"
                + Pattern.compile("_(.)")
                        .matcher(column)
                        .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }

    @Override
    public void add(GalleryEntry entry) {
        if (insert(List.of(entry), INSERT_OR_COMPLETE) == 0) {
            throw new IllegalStateException("There is another picture of the id " + entry.id());
        }
    }

    @Override
    public int addNew(List<GalleryEntry> all) {
        return insert(all, INSERT + "ON CONFLICT DO NOTHING");
    }

    private int insert(List<GalleryEntry> all, String sql) {
        return all.isEmpty() ? 0 : change(ids(all), handle -> all.stream()
                .mapToInt(entry -> handle.createUpdate(sql)
                        .bindMethods(entry)
                        .bind("folded", Folding.fold(entry.prompt(), entry.responseText()))
                        .execute())
                .sum());
    }

    @Override
    public int addTrashed(List<GalleryEntry> all, Instant now) {
        return database.write(() -> {
            addNew(all);
            Map<String, String> files =
                    all.stream().collect(toMap(GalleryEntry::id, GalleryEntry::fileName, (one, other) -> one));
            List<GalleryEntry> held = findAll(files.keySet()).stream()
                    .filter(entry -> entry.fileName().equals(files.get(entry.id())))
                    .toList();
            return trash(ids(held), now).size();
        });
    }

    @Override
    public boolean exists(String id) {
        return one("WHERE id = :value", id).isPresent();
    }

    @Override
    public boolean holds(String id, String fileName) {
        return one("WHERE id = :value", id)
                .filter(entry -> entry.fileName().equals(fileName))
                .isPresent();
    }

    @Override
    public Optional<GalleryEntry> find(String id) {
        return one("WHERE id = :value AND deleted_at IS NULL", id);
    }

    @Override
    public Optional<GalleryEntry> findByFile(String fileName) {
        return one("WHERE file_name = :value AND deleted_at IS NULL", fileName);
    }

    private Optional<GalleryEntry> one(String where, Object value) {
        return rows(SELECT + where, entries, value).stream().findFirst();
    }

    private <T> List<T> rows(String sql, RowMapper<T> mapper, Object value) {
        return database.query(handle ->
                handle.createQuery(sql).bind("value", value).map(mapper).list());
    }

    @Override
    public List<GalleryEntry> findAll(Collection<String> ids) {
        return all(ids, "deleted_at IS NULL");
    }

    @Override
    public List<GalleryEntry> findTrashed(Collection<String> ids) {
        return all(ids, "deleted_at IS NOT NULL");
    }

    private List<GalleryEntry> all(Collection<String> ids, String condition) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<String, GalleryEntry> found =
                database.query(handle -> handle.createQuery(SELECT + "WHERE id IN (<ids>) AND " + condition)
                        .bindList("ids", List.copyOf(ids))
                        .map(entries)
                        .collect(toMap(GalleryEntry::id, Function.identity())));
        return ids.stream().distinct().map(found::get).filter(Objects::nonNull).toList();
    }

    @Override
    public GalleryPage page(GalleryFilter filter, @Nullable Cursor after, int limit) {
        return lists.page(filter, after, limit);
    }

    @Override
    public <E extends Exception> void forEach(EntryReader<E> reader) throws E {
        Cursor after = null;
        List<GalleryEntry> batch;
        do {
            batch = lists.newest(after, BATCH);
            for (GalleryEntry entry : batch) {
                reader.read(entry);
            }
            after = batch.isEmpty() ? null : Cursor.of(batch.getLast());
        } while (batch.size() == BATCH);
    }

    @Override
    public GalleryFacets facets() {
        return lists.facets();
    }

    @Override
    public TrashPage trashPage(@Nullable Cursor after, int limit, Duration timeToLive) {
        return lists.trash(after, limit, timeToLive);
    }

    @Override
    public Totals totals() {
        return totals("SELECT entries, bytes FROM gallery_total");
    }

    @Override
    public Totals trashTotals() {
        return totals("""
                SELECT count(*) AS entries, coalesce(sum(bytes), 0) AS bytes
                FROM gallery_entry INDEXED BY gallery_trash_bytes WHERE deleted_at IS NOT NULL""");
    }

    private Totals totals(String sql) {
        return database.query(handle -> handle.select(sql).map(totals).one());
    }

    @Override
    public List<GalleryEntry> favorite(Collection<String> ids, boolean favorite) {
        return database.write(() -> {
            changeAll(ids, "UPDATE gallery_entry SET favorite = :value WHERE deleted_at IS NULL", favorite);
            return findAll(ids);
        });
    }

    @Override
    public List<GalleryEntry> trash(Collection<String> ids, Instant now) {
        return database.write(() -> {
            List<GalleryEntry> live = findAll(ids);
            changeAll(ids(live), "UPDATE gallery_entry SET deleted_at = :value WHERE deleted_at IS NULL", now);
            return live;
        });
    }

    @Override
    public void restore(Collection<String> ids) {
        changeAll(ids, "UPDATE gallery_entry SET deleted_at = NULL WHERE deleted_at IS NOT NULL", null);
    }

    @Override
    public void purge(Collection<String> ids) {
        changeAll(ids, "DELETE FROM gallery_entry WHERE deleted_at IS NOT NULL", null);
    }

    @Override
    public List<GalleryEntry> trashedBefore(Instant time) {
        return rows(SELECT + "WHERE deleted_at < :value ORDER BY deleted_at LIMIT " + BATCH, entries, time);
    }

    @Override
    public List<String> olderThan(Instant time) {
        return spare("AND created_at < :value ORDER BY created_at, id LIMIT " + BATCH, time);
    }

    @Override
    public List<String> beyond(int count) {
        return spare("ORDER BY created_at DESC, id DESC LIMIT " + BATCH + " OFFSET :value", count);
    }

    private List<String> spare(String further, Object value) {
        return ids("SELECT id FROM gallery_entry WHERE deleted_at IS NULL AND favorite = 0 " + further, value);
    }

    @Override
    public List<String> beyondBytes(long bytes) {
        return ids("""
                SELECT id FROM (
                    SELECT id, sum(bytes) OVER (ORDER BY created_at DESC, id DESC) AS together
                    FROM gallery_entry WHERE deleted_at IS NULL AND favorite = 0)
                WHERE together > :value ORDER BY together DESC LIMIT\s""" + BATCH, bytes);
    }

    @Override
    public void updateFiles(
            String id, boolean hasThumbnail, @Nullable String previewName, @Nullable String placeholder) {
        change(List.of(id), handle -> handle.createUpdate("""
                        UPDATE gallery_entry
                        SET has_thumbnail = :hasThumbnail, preview_name = :previewName, placeholder = :placeholder
                        WHERE id = :id""")
                .bind("hasThumbnail", hasThumbnail)
                .bind("previewName", previewName)
                .bind("placeholder", placeholder)
                .bind("id", id)
                .execute());
    }

    @Override
    public void markMissing(String id, boolean missing) {
        changeAll(List.of(id), "UPDATE gallery_entry SET missing = :value WHERE deleted_at IS NULL", missing);
    }

    @Override
    public List<FileRow> rowsAfter(long seq, int limit) {
        return rows("""
                SELECT seq, id, file_name, preview_name, has_thumbnail, missing, deleted_at IS NOT NULL AS trashed
                FROM gallery_entry WHERE seq > :value ORDER BY seq LIMIT\s""" + limit, fileRows, seq);
    }

    @Override
    public Map<String, Boolean> known(List<String> fileNames) {
        return fileNames.isEmpty() ? Map.of() : database.query(handle -> handle.createQuery("""
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

    /** @param value bound as {@code :value}; null when the statement has none */
    private void changeAll(Collection<String> ids, String sql, @Nullable Object value) {
        if (ids.isEmpty()) {
            return;
        }
        change(ids, handle -> {
            Update update = handle.createUpdate(sql + " AND id IN (<ids>)").bindList("ids", List.copyOf(ids));
            return value == null
                    ? update.execute()
                    : update.bind("value", value).execute();
        });
    }

    private int change(Collection<String> ids, Function<Handle, Integer> work) {
        int changed = database.update(work);
        if (changed > 0) {
            ids.forEach(id -> changes.publish(Change.entry(id)));
        }
        return changed;
    }

    private List<String> ids(String sql, Object value) {
        return rows(sql, (row, context) -> row.getString("id"), value);
    }

    private static List<String> ids(List<GalleryEntry> entries) {
        return entries.stream().map(GalleryEntry::id).toList();
    }
}
