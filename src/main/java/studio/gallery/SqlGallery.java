package studio.gallery;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneId;
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
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;
import studio.storage.ChangeBus;
import studio.storage.ChangeBus.Change;
import studio.storage.Database;

/** The gallery's index in the database: single entries and changes. */
@Singleton
class SqlGallery extends SqlLists {
    private static final String INSERT = "INSERT INTO gallery_entry (" + COLUMNS + ", folded) VALUES ("
            + columns().map(SqlGallery::parameter).collect(joining(", ")) + ", :folded) ";

    /** A file that was found before its entry was written has an entry already. */
    private static final String INSERT_OR_COMPLETE = INSERT + "ON CONFLICT (id) DO UPDATE SET "
            + columns()
                    .filter(column -> !column.equals("id") && !column.equals("favorite"))
                    .map(column -> column + " = excluded." + column)
                    .collect(joining(", "))
            + ", folded = excluded.folded WHERE gallery_entry.file_name = excluded.file_name";

    private final ChangeBus changes;

    SqlGallery(Database database, ChangeBus changes) {
        super(database);
        this.changes = changes;
    }

    private static Stream<String> columns() {
        return Stream.of(COLUMNS.split(", ", -1));
    }

    /** {@code :fileName} for {@code file_name}: the entry's component. */
    private static String parameter(String column) {
        return ":"
                + Pattern.compile("_(.)").matcher(column).replaceAll(letter -> letter.group(1)
                        .toUpperCase(Locale.ROOT));
    }

    @Override
    public boolean exists(String id) {
        return first("id = ?", id).isPresent();
    }

    @Override
    public boolean holds(String id, String fileName) {
        return first("id = ? AND file_name = ?", id, fileName).isPresent();
    }

    @Override
    public Optional<GalleryEntry> find(String id) {
        return first("id = ? AND deleted_at IS NULL", id);
    }

    @Override
    public Optional<GalleryEntry> findByFile(String fileName) {
        return first("file_name = ? AND deleted_at IS NULL", fileName);
    }

    private Optional<GalleryEntry> first(String condition, Object... values) {
        return rows(SELECT_WHERE + condition, entries, values).stream().findFirst();
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
                database.query(handle -> handle.createQuery(SELECT_WHERE + condition + " AND id IN (<ids>)")
                        .bindList("ids", List.copyOf(ids))
                        .map(entries)
                        .collect(toMap(GalleryEntry::id, Function.identity())));
        return ids.stream().distinct().map(found::get).filter(Objects::nonNull).toList();
    }

    @Override
    public void add(GalleryEntry entry) {
        if (insert(List.of(entry), INSERT_OR_COMPLETE) == 0) {
            throw new IllegalStateException("There is another picture of the id " + entry.id());
        }
    }

    @Override
    public int addNew(List<GalleryEntry> all) {
        return all.isEmpty() ? 0 : insert(all, INSERT + "ON CONFLICT DO NOTHING");
    }

    private int insert(List<GalleryEntry> all, String sql) {
        return change(ids(all), handle -> all.stream()
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
    public List<String> filesOfSize(long bytes) {
        return database.query(handle ->
                handle.createQuery("""
                        SELECT file_name FROM gallery_entry WHERE bytes = :bytes AND deleted_at IS NULL LIMIT 100""").bind("bytes", bytes).mapTo(String.class).list());
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
    public void updateFiles(
            String id, boolean hasThumbnail, @Nullable String previewName, @Nullable String placeholder) {
        change(
                List.of(id),
                handle -> handle.execute(
                        "UPDATE gallery_entry SET has_thumbnail = ?, preview_name = ?, placeholder = ? WHERE id = ?",
                        hasThumbnail,
                        previewName,
                        placeholder,
                        id));
    }

    @Override
    public void markMissing(String id, boolean missing) {
        changeAll(List.of(id), "UPDATE gallery_entry SET missing = :value WHERE deleted_at IS NULL", missing);
    }

    @Override
    public GalleryTimeline timeline(GalleryFilter filter, ZoneId zone) {
        SqlListQuery query = SqlListQuery.of(dialect, filter, false);
        return searched(filter, handle -> SqlTimeline.read(handle, query, filter.oldestFirst(), zone));
    }

    @Override
    public List<String> ids(GalleryFilter filter, int limit) {
        SqlListQuery query = SqlListQuery.of(dialect, filter, false);
        return searched(filter, handle -> query.page(handle, "SELECT id", null, limit)
                .mapTo(String.class)
                .list());
    }

    private <T> T searched(GalleryFilter filter, Function<Handle, T> work) {
        return filter.text() == null ? database.query(work) : search.search(work);
    }

    @Override
    public List<String> trashedIds(@Nullable Instant deletedAt, int limit) {
        return database.query(handle -> handle.select(
                        "SELECT id FROM gallery_entry WHERE deleted_at IS NOT NULL AND deleted_at = coalesce(?, deleted_at) LIMIT ?",
                        deletedAt,
                        limit)
                .mapTo(String.class)
                .list());
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

    private static List<String> ids(List<GalleryEntry> entries) {
        return entries.stream().map(GalleryEntry::id).toList();
    }
}
