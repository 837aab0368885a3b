package studio.gallery;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;
import studio.storage.ChangeBus;
import studio.storage.ChangeBus.Change;
import studio.storage.Database;

/** The gallery's index in the database. */
@Singleton
class SqlGallery implements Gallery {
    private static final int BATCH = 500;
    private static final String SELECT = "SELECT " + SqlLists.COLUMNS + " FROM gallery_entry ";

    private static final String INSERT = """
            INSERT INTO gallery_entry (
                id, prompt, response_text, file_name, preview_name, has_thumbnail, config_id, config_label, model_id,
                aspect_ratio, image_size, created_at, width, height, bytes, format, placeholder, favorite, task_id,
                duration_ms, usage, parameters, missing, folded)
            VALUES (
                :id, :prompt, :responseText, :fileName, :previewName, :hasThumbnail, :configId, :configLabel, :modelId,
                :aspectRatio, :imageSize, :createdAt, :width, :height, :bytes, :format, :placeholder, :favorite, :taskId,
                :durationMs, :usage, :parameters, :missing, :folded)
            """;

    /** A file that was found before its entry was written has an entry already. */
    private static final String INSERT_OR_COMPLETE = INSERT + """
            ON CONFLICT (id) DO UPDATE SET
                prompt = excluded.prompt, response_text = excluded.response_text, file_name = excluded.file_name,
                preview_name = excluded.preview_name, has_thumbnail = excluded.has_thumbnail,
                config_id = excluded.config_id, config_label = excluded.config_label, model_id = excluded.model_id,
                aspect_ratio = excluded.aspect_ratio, image_size = excluded.image_size,
                created_at = excluded.created_at, width = excluded.width, height = excluded.height,
                bytes = excluded.bytes, format = excluded.format, placeholder = excluded.placeholder,
                task_id = excluded.task_id, duration_ms = excluded.duration_ms, usage = excluded.usage,
                parameters = excluded.parameters, missing = excluded.missing, folded = excluded.folded
            WHERE gallery_entry.file_name = excluded.file_name""";

    private final Database database;
    private final ChangeBus changes;
    private final RowMapper<GalleryEntry> entries = ConstructorMapper.of(GalleryEntry.class);
    private final RowMapper<FileRow> fileRows = ConstructorMapper.of(FileRow.class);
    private final SqlFolding folding;
    private final SqlLists lists;

    SqlGallery(Database database, ChangeBus changes) {
        this.database = database;
        this.changes = changes;
        this.folding = new SqlFolding(database);
        this.lists = new SqlLists(database, entries);
    }

    @Override
    public void add(GalleryEntry entry) {
        int added = change(List.of(entry.id()), handle -> row(handle.createUpdate(INSERT_OR_COMPLETE), entry)
                .execute());
        if (added == 0) {
            throw new IllegalStateException("There is another picture of the id " + entry.id());
        }
    }

    @Override
    public int addNew(List<GalleryEntry> all) {
        return change(ids(all), handle -> all.stream()
                .mapToInt(entry -> row(handle.createUpdate(INSERT + "ON CONFLICT DO NOTHING"), entry)
                        .execute())
                .sum());
    }

    private static <S extends SqlStatement<S>> S row(S statement, GalleryEntry entry) {
        return statement.bindMethods(entry).bind("folded", Folding.fold(entry.prompt(), entry.responseText()));
    }

    @Override
    public int addTrashed(List<GalleryEntry> all, Instant now) {
        return database.write(() -> {
            addNew(all);
            Map<String, String> files = all.stream()
                    .collect(Collectors.toMap(GalleryEntry::id, GalleryEntry::fileName, (one, other) -> one));
            List<GalleryEntry> held = findAll(files.keySet()).stream()
                    .filter(entry -> entry.fileName().equals(files.get(entry.id())))
                    .toList();
            return trash(ids(held), now).size();
        });
    }

    @Override
    public boolean exists(String id) {
        return database.query(handle -> handle.createQuery("SELECT count(*) FROM gallery_entry WHERE id = :id")
                        .bind("id", id)
                        .mapTo(Integer.class)
                        .one())
                > 0;
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

    private Optional<GalleryEntry> one(String where, String value) {
        return database.query(handle -> handle.createQuery(SELECT + where)
                .bind("value", value)
                .map(entries)
                .findOne());
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
        Map<String, GalleryEntry> found = database
                .query(handle -> handle.createQuery(SELECT + "WHERE id IN (<ids>) AND " + condition)
                        .bindList("ids", List.copyOf(ids))
                        .map(entries)
                        .list())
                .stream()
                .collect(Collectors.toMap(GalleryEntry::id, Function.identity()));
        return ids.stream().distinct().map(found::get).filter(Objects::nonNull).toList();
    }

    @Override
    public GalleryPage page(GalleryFilter filter, @Nullable Cursor after, int limit) {
        return filter.text() == null
                ? database.query(handle -> lists.page(handle, filter, after, limit))
                : folding.search(handle -> lists.page(handle, filter, after, limit));
    }

    @Override
    public void forEach(Consumer<GalleryEntry> consumer) {
        Cursor after = null;
        List<GalleryEntry> batch;
        do {
            Cursor from = after;
            batch = database.query(handle -> lists.newest(handle, from, BATCH));
            batch.forEach(consumer);
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
        return lists.totals("SELECT entries, bytes FROM gallery_total");
    }

    @Override
    public Totals trashTotals() {
        return lists.totals("""
                SELECT count(*) AS entries, coalesce(sum(bytes), 0) AS bytes
                FROM gallery_entry INDEXED BY gallery_trash_bytes WHERE deleted_at IS NOT NULL""");
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

    @Override
    public List<GalleryEntry> trashedBefore(Instant time) {
        return database.query(
                handle -> handle.createQuery(SELECT + "WHERE deleted_at < :time ORDER BY deleted_at LIMIT " + BATCH)
                        .bind("time", time)
                        .map(entries)
                        .list());
    }

    @Override
    public List<String> olderThan(Instant time) {
        return lists.spare("created_at < :value ORDER BY created_at, id LIMIT " + BATCH, time);
    }

    @Override
    public List<String> beyond(int count) {
        return lists.spare("TRUE ORDER BY created_at DESC, id DESC LIMIT " + BATCH + " OFFSET :value", count);
    }

    @Override
    public List<String> beyondBytes(long bytes) {
        return lists.beyondBytes(bytes, BATCH);
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
        return database.query(handle -> handle.createQuery("""
                        SELECT seq, id, file_name, preview_name, has_thumbnail, missing, deleted_at IS NOT NULL AS trashed
                        FROM gallery_entry WHERE seq > :seq ORDER BY seq LIMIT :limit""")
                .bind("seq", seq)
                .bind("limit", limit)
                .map(fileRows)
                .list());
    }

    @Override
    public Map<String, Boolean> known(List<String> fileNames) {
        if (fileNames.isEmpty()) {
            return Collections.emptyMap();
        }
        return database.query(handle -> {
            Map<String, Boolean> trashed = new HashMap<>();
            handle.createQuery("""
                            SELECT file_name, deleted_at IS NOT NULL AS trashed
                            FROM gallery_entry WHERE file_name IN (<names>)""")
                    .bindList("names", fileNames)
                    .map((row, context) -> trashed.put(row.getString("file_name"), row.getBoolean("trashed")))
                    .list();
            return trashed;
        });
    }

    @Override
    public boolean prepareSearch(Duration longest) {
        return folding.finish(longest);
    }

    private int change(Collection<String> ids, Function<Handle, Integer> work) {
        int changed = database.update(work);
        if (changed > 0) {
            ids.forEach(id -> changes.publish(Change.entry(id)));
        }
        return changed;
    }

    private static List<String> ids(List<GalleryEntry> entries) {
        return entries.stream().map(GalleryEntry::id).toList();
    }
}
