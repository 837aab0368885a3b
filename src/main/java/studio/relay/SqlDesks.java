package studio.relay;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import studio.storage.Database;
import studio.storage.DatabaseSettings;
import studio.storage.Instances;
import studio.web.server.HttpSettings;

/**
 * Which instance receives what is sent in parts, by kind. The first one that is asked does, for as long as it lives; what was half sent
 * ends with it. It is reached at {@link OwnAddress}, or else at the address at which the database sees it.
 */
@Singleton
class SqlDesks {
    /** Where another instance is reached. */
    record Address(String host, int port) {}

    private record Desk(String instance, Address address) {}

    private final Database database;
    private final Instances instances;
    private final Supplier<Optional<String>> host;
    private final int port;

    @Inject
    SqlDesks(Database database, Instances instances, DatabaseSettings settings, HttpSettings http) {
        this(database, instances, () -> settings.url().flatMap(OwnAddress::towards), http.port());
    }

    /** @param host of this instance, for others; looked up when it is needed */
    SqlDesks(Database database, Instances instances, Supplier<Optional<String>> host, int port) {
        this.database = database;
        this.instances = instances;
        this.host = host;
        this.port = port;
    }

    /** Gives up what this instance has. */
    void leave() {
        int unused = database.update(
                handle -> handle.execute("DELETE FROM upload_desk WHERE instance = ?", instances.own()));
    }

    /** Where requests of this kind are answered; empty: here. Blocks. */
    Optional<Address> elsewhere(String kind) {
        return other(database.query(handle -> taken(handle, kind)).orElseGet(() -> claimed(kind, host.get())));
    }

    private Optional<Address> other(Desk desk) {
        return desk.instance().equals(instances.own()) ? Optional.empty() : Optional.of(desk.address());
    }

    /** Of two that ask at once the first one gets it, as the other one finds then. */
    private Desk claimed(String kind, Optional<String> own) {
        return database.update(handle -> taken(handle, kind).orElseGet(() -> {
            int unused = handle.createUpdate("""
                            INSERT INTO upload_desk (kind, instance, host, port)
                            VALUES (:kind, :instance, coalesce(CAST(:host AS TEXT), host(inet_client_addr()), '127.0.0.1'), :port)
                            ON CONFLICT (kind) DO UPDATE SET
                                instance = excluded.instance, host = excluded.host, port = excluded.port""")
                    .bind("kind", kind)
                    .bind("instance", instances.own())
                    .bind("host", own.orElse(null))
                    .bind("port", port)
                    .execute();
            return taken(handle, kind).orElseThrow();
        }));
    }

    /** By an instance that lives. */
    private Optional<Desk> taken(Handle handle, String kind) {
        return handle.createQuery("SELECT instance, host, port FROM upload_desk WHERE kind = :kind")
                .bind("kind", kind)
                .map((row, context) ->
                        new Desk(row.getString("instance"), new Address(row.getString("host"), row.getInt("port"))))
                .findOne()
                .filter(desk -> instances.alive(desk.instance()));
    }
}
