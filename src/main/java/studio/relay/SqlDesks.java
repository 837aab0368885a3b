package studio.relay;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import studio.storage.Database;
import studio.storage.Instances;
import studio.web.server.HttpSettings;

/**
 * Which instance receives what is sent in parts, by kind. The first one that is asked does, for as long as it lives; what was half sent
 * ends with it. It is reached at the address from which it reaches the database.
 */
@Singleton
class SqlDesks {
    /** Where another instance is reached. */
    record Address(String host, int port) {}

    private record Desk(String instance, Address address) {}

    private final Database database;
    private final Instances instances;
    private final int port;

    @Inject
    SqlDesks(Database database, Instances instances, HttpSettings http) {
        this(database, instances, http.port());
    }

    SqlDesks(Database database, Instances instances, int port) {
        this.database = database;
        this.instances = instances;
        this.port = port;
    }

    /** Gives up what this instance has. */
    void leave() {
        int unused = database.update(
                handle -> handle.execute("DELETE FROM upload_desk WHERE instance = ?", instances.own()));
    }

    /** Where requests of this kind are answered; empty: here. Blocks. */
    Optional<Address> elsewhere(String kind) {
        Desk known = database.query(handle -> find(handle, kind));
        return known != null && instances.alive(known.instance()) ? other(known) : other(claimed(kind));
    }

    private Optional<Address> other(Desk desk) {
        return desk.instance().equals(instances.own()) ? Optional.empty() : Optional.of(desk.address());
    }

    /** Of two that ask at once the first one gets it, as the other one finds then. */
    private Desk claimed(String kind) {
        return database.update(handle -> {
            Desk known = find(handle, kind);
            if (known != null && instances.alive(known.instance())) {
                return known;
            }
            int unused = handle.createUpdate("""
                            INSERT INTO upload_desk (kind, instance, host, port)
                            VALUES (:kind, :own, coalesce(host(inet_client_addr()), '127.0.0.1'), :port)
                            ON CONFLICT (kind) DO UPDATE SET
                                instance = excluded.instance, host = excluded.host, port = excluded.port""")
                    .bind("kind", kind)
                    .bind("own", instances.own())
                    .bind("port", port)
                    .execute();
            return Objects.requireNonNull(find(handle, kind));
        });
    }

    private static @Nullable Desk find(Handle handle, String kind) {
        return handle.createQuery("SELECT instance, host, port FROM upload_desk WHERE kind = :kind")
                .bind("kind", kind)
                .map((row, context) ->
                        new Desk(row.getString("instance"), new Address(row.getString("host"), row.getInt("port"))))
                .findOne()
                .orElse(null);
    }
}
