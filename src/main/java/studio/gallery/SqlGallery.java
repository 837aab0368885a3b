package studio.gallery;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.storage.Database;
import studio.storage.Mirrors;
import studio.storage.Sql;

/** The gallery's index in the database. */
@Singleton
class SqlGallery implements Gallery {
    private static final int BATCH = 500;
    private static final String SELECT = "SELECT " + EntryRows.COLUMNS + " FROM gallery_entry ";

    private final Database database;
    private final Mirrors mirrors;
    private final EntryRows rows;
    private final SqlFolding folding;
    private final SqlFacets facets;
    private final SqlTrashPages trashPages;
    private final SqlRetention retention;

    SqlGallery(Database database, Mirrors mirrors, ObjectMapper mapper) {
        this.database = database;
        this.mirrors = mirrors;
        this.rows = new EntryRows(mapper);
        this.folding = new SqlFolding(database);
        this.facets = new SqlFacets(database);
        this.trashPages = new SqlTrashPages(database, rows);
        this.retention = new SqlRetention(database);
    }

    @Override
    public void add(GalleryEntry entry) {
        int added = change(c -> rows.insert(c, entry));
        if (added == 0) {
            throw new IllegalStateException("There is another picture of the id " + entry.id());
        }
    }

    @Override
    public boolean exists(String id) {
        return database.query(c -> Sql.number(c, "SELECT EXISTS (SELECT 1 FROM gallery_entry WHERE id = ?)", id) > 0);
    }

    @Override
    public int addNew(List<GalleryEntry> entries) {
        return change(c -> rows.insertNew(c, entries));
    }

    @Override
    public int addTrashed(List<GalleryEntry> entries, Instant now) {
        return database.write(() -> {
            addNew(entries);
            Stream<GalleryEntry> held = entries.stream().filter(entry -> holds(entry.id(), entry.fileName()));
            return trash(held.map(GalleryEntry::id).toList(), now).size();
        });
    }

    @Override
    public boolean holds(String id, String fileName) {
        return one("WHERE id = ? AND file_name = ?", id, fileName).isPresent();
    }

    @Override
    public Optional<GalleryEntry> find(String id) {
        return one("WHERE id = ? AND deleted_at IS NULL", id);
    }

    @Override
    public List<GalleryEntry> findAll(Collection<String> ids) {
        return ids.stream().flatMap(id -> find(id).stream()).toList();
    }

    @Override
    public List<GalleryEntry> findTrashed(Collection<String> ids) {
        return ids.stream()
                .flatMap(id -> one("WHERE id = ? AND deleted_at IS NOT NULL", id).stream())
                .toList();
    }

    @Override
    public Optional<GalleryEntry> findByFile(String fileName) {
        return one("WHERE file_name = ? AND deleted_at IS NULL", fileName);
    }

    @Override
    public GalleryPage page(GalleryFilter filter, @Nullable Cursor after, int limit) {
        Database.Work<GalleryPage> page = c -> {
            SqlListCount count = new SqlListCount(c, filter);
            List<GalleryEntry> found = read(c, count.query().after(after), limit + 1);
            boolean more = found.size() > limit;
            List<GalleryEntry> entries = more ? found.subList(0, limit) : found;
            String next = more ? Cursor.of(entries.getLast()).encoded() : null;
            boolean all = after == null && !more;
            return new GalleryPage(entries, next, all ? entries.size() : count.total());
        };
        return filter.text() == null ? database.query(page) : folding.search(page);
    }

    @Override
    public void forEach(Consumer<GalleryEntry> consumer) {
        Cursor after = null;
        while (true) {
            GalleryQuery query = new GalleryQuery(GalleryFilter.ALL, false).after(after);
            List<GalleryEntry> batch = database.query(c -> read(c, query, BATCH));
            batch.forEach(consumer);
            if (batch.size() < BATCH) {
                return;
            }
            after = Cursor.of(batch.getLast());
        }
    }

    @Override
    public Totals totals() {
        return database.query(c -> Sql.first(
                        c,
                        "SELECT entries, bytes FROM gallery_total",
                        row -> new Totals(row.getLong("entries"), row.getLong("bytes")))
                .orElseThrow());
    }

    @Override
    public Totals trashTotals() {
        return database.query(c -> Sql.first(
                        c,
                        "SELECT count(*), coalesce(sum(bytes), 0) FROM gallery_entry INDEXED BY gallery_trash_bytes"
                                + " WHERE deleted_at IS NOT NULL",
                        row -> new Totals(row.getLong(1), row.getLong(2)))
                .orElseThrow());
    }

    @Override
    public List<GalleryEntry> favorite(Collection<String> ids, boolean favorite) {
        return database.write(() -> {
            for (String id : ids) {
                change(c -> Sql.execute(
                        c, "UPDATE gallery_entry SET favorite = ? WHERE id = ? AND deleted_at IS NULL", favorite, id));
            }
            return findAll(ids);
        });
    }

    @Override
    public List<GalleryEntry> trash(Collection<String> ids, Instant now) {
        return database.write(() -> {
            List<GalleryEntry> live = findAll(ids);
            for (GalleryEntry entry : live) {
                change(c -> Sql.execute(c, "UPDATE gallery_entry SET deleted_at = ? WHERE id = ?", now, entry.id()));
            }
            return live;
        });
    }

    @Override
    public void restore(Collection<String> ids) {
        database.write(() -> {
            for (String id : ids) {
                change(c -> Sql.execute(c, "UPDATE gallery_entry SET deleted_at = NULL WHERE id = ?", id));
            }
            return ids;
        });
    }

    @Override
    public void purge(Collection<String> ids) {
        database.write(() -> {
            for (String id : ids) {
                change(c -> Sql.execute(c, "DELETE FROM gallery_entry WHERE id = ? AND deleted_at IS NOT NULL", id));
            }
            return ids;
        });
    }

    @Override
    public List<GalleryEntry> trashedBefore(Instant time) {
        return database.query(c ->
                Sql.list(c, SELECT + "WHERE deleted_at < ? ORDER BY deleted_at LIMIT " + BATCH, rows::entry, time));
    }

    @Override
    public void updateFiles(
            String id, boolean hasThumbnail, @Nullable String previewName, @Nullable String placeholder) {
        change(c -> Sql.execute(
                c,
                "UPDATE gallery_entry SET has_thumbnail = ?, preview_name = ?, placeholder = ? WHERE id = ?",
                hasThumbnail,
                previewName,
                placeholder,
                id));
    }

    @Override
    public void markMissing(String id, boolean missing) {
        change(c -> Sql.execute(
                c, "UPDATE gallery_entry SET missing = ? WHERE id = ? AND deleted_at IS NULL", missing, id));
    }

    @Override
    public List<FileRow> rowsAfter(long seq, int limit) {
        return database.query(c -> Sql.list(
                c,
                "SELECT seq, id, file_name, preview_name, has_thumbnail, missing, deleted_at IS NOT NULL AS trashed"
                        + " FROM gallery_entry WHERE seq > ? ORDER BY seq LIMIT ?",
                row -> new FileRow(
                        row.getLong("seq"),
                        row.getString("id"),
                        row.getString("file_name"),
                        row.getString("preview_name"),
                        row.getBoolean("has_thumbnail"),
                        row.getBoolean("missing"),
                        row.getBoolean("trashed")),
                seq,
                limit));
    }

    @Override
    public Map<String, Boolean> known(List<String> fileNames) {
        String marks = String.join(", ", Collections.nCopies(fileNames.size(), "?"));
        return database.query(c -> {
            Map<String, Boolean> trashed = new HashMap<>();
            Sql.list(
                            c,
                            "SELECT file_name, deleted_at IS NOT NULL AS trashed FROM gallery_entry WHERE file_name IN ("
                                    + marks + ")",
                            row -> Map.entry(row.getString("file_name"), row.getBoolean("trashed")),
                            fileNames.toArray())
                    .forEach(row -> trashed.put(row.getKey(), row.getValue()));
            return trashed;
        });
    }

    @Override
    public GalleryFacets facets() {
        return facets.read();
    }

    @Override
    public TrashPage trashPage(@Nullable Cursor after, int limit, Duration timeToLive) {
        return trashPages.page(after, limit, timeToLive);
    }

    @Override
    public List<String> olderThan(Instant time) {
        return retention.olderThan(time);
    }

    @Override
    public List<String> beyond(int entries) {
        return retention.beyond(entries);
    }

    @Override
    public List<String> beyondBytes(long bytes) {
        return retention.beyondBytes(bytes);
    }

    @Override
    public boolean prepareSearch(Duration longest) {
        return folding.finish(longest);
    }

    private Optional<GalleryEntry> one(String where, Object... values) {
        return database.query(c -> Sql.first(c, SELECT + where, rows::entry, values));
    }

    private List<GalleryEntry> read(Connection connection, GalleryQuery query, int limit) throws SQLException {
        return Sql.list(connection, query.page(EntryRows.COLUMNS, limit), rows::entry, query.values());
    }

    private int change(Database.Work<Integer> work) {
        int changed = database.update(work);
        if (changed > 0) {
            mirrors.changed("gallery.json");
        }
        return changed;
    }
}
