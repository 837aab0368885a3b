package studio.config;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import studio.storage.ChangeBus;
import studio.storage.ChangeBus.Change;
import studio.storage.Database;
import studio.storage.LocalChangeBus;
import studio.storage.StorageException;

/** The document as a row, for several instances on one database. A version is a number; a write is a compare-and-set on it. */
final class SqlConfigDocument implements ConfigDocument {
    private static final Change CHANGED = new Change(ChangeBus.Subject.CONFIG, Change.ALL, 0, null);

    private final Database database;
    private final ChangeBus changes;

    /** For a command beside the instances: they find what it writes when they look, within a second. */
    SqlConfigDocument(Database database) {
        this(database, new LocalChangeBus(database));
    }

    SqlConfigDocument(Database database, ChangeBus changes) {
        this.database = database;
        this.changes = changes;
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public void whenChanged(Runnable look) {
        changes.subscribe(change -> {
            if (change.subject() == ChangeBus.Subject.CONFIG) {
                look.run();
            }
        });
    }

    /**
     * Writes what a file holds, if there is no document yet: of several instances that start for the first time the first one's file
     * counts.
     */
    void seed(FileConfigDocument file) throws IOException {
        if (version().isEmpty()) {
            Optional<State> seed = file.look();
            if (seed.isPresent()) {
                Optional<Version> unused = write(seed.get().content(), Optional.empty());
            }
        }
    }

    @Override
    public String place() {
        return "config_document@" + database.describe();
    }

    @Override
    public Optional<Version> version() throws IOException {
        return tried(() -> database.query(handle -> handle.createQuery("SELECT version FROM config_document")
                .map((row, context) -> new Version(row.getString("version")))
                .findOne()));
    }

    @Override
    public Optional<State> read() throws IOException {
        return tried(() -> database.query(handle -> handle.createQuery("SELECT content, version FROM config_document")
                .map((row, context) -> new State(row.getBytes("content"), new Version(row.getString("version"))))
                .findOne()));
    }

    @Override
    public Optional<Version> write(byte[] content, Optional<Version> expected) throws IOException {
        if (content.length > MAX_BYTES) {
            throw new IOException("larger than " + MAX_BYTES + " bytes");
        }
        String sql = expected.isEmpty()
                ? "INSERT INTO config_document (one, content, version) VALUES (1, :content, 1)"
                        + " ON CONFLICT DO NOTHING RETURNING version"
                : "UPDATE config_document SET content = :content, version = version + 1"
                        + " WHERE CAST(version AS TEXT) = :expected RETURNING version";
        return tried(() -> database.update(handle -> {
            var query = handle.createQuery(sql).bind("content", content);
            expected.ifPresent(version -> query.bind("expected", version.value()));
            Optional<Version> written = query.map((row, context) -> new Version(row.getString("version")))
                    .findOne();
            written.ifPresent(version -> changes.publish(CHANGED));
            return written;
        }));
    }

    private static <T> T tried(Supplier<T> work) throws IOException {
        try {
            return work.get();
        } catch (RuntimeException e) {
            if (StorageException.passes(e)) {
                throw e;
            }
            throw new IOException("The configuration in the database cannot be used: " + e.getMessage(), e);
        }
    }
}
