package studio.account;

import io.github.bucket4j.BucketState;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.remote.RemoteBucketState;
import io.github.bucket4j.distributed.remote.RemoteStat;
import io.github.bucket4j.distributed.serialization.DataOutputSerializationAdapter;
import io.github.bucket4j.distributed.serialization.Scope;
import io.github.bucket4j.distributed.versioning.Versions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import studio.storage.Database;

/**
 * Counts the tries of all instances, a row for each key in bucket4j's own format. Whoever has no try left is refused by a read: only
 * tries that are let through wait for their turn to write, and of those there are few.
 */
final class SqlTries implements SignInTries {
    private static final Logger LOG = Logger.getLogger(SqlTries.class);

    private final Database database;
    private final TimeMeter time;

    SqlTries(Database database, TimeMeter time) {
        this.database = database;
        this.time = time;
    }

    @Override
    public Optional<Duration> take(SequencedMap<String, TryLimit> from) {
        Optional<Duration> refused = database.query(handle -> wait(states(handle, from), time.currentTimeNanos()));
        return refused.isPresent() ? refused : database.update(handle -> takeInTurn(handle, from));
    }

    private Optional<Duration> takeInTurn(Handle handle, SequencedMap<String, TryLimit> from) {
        long now = time.currentTimeNanos();
        SequencedMap<String, BucketState> states = states(handle, from);
        Optional<Duration> wait = wait(states, now);
        if (wait.isEmpty()) {
            int unused = handle.execute("DELETE FROM sign_in_try WHERE expires_at <= ?", millis(now));
            states.forEach((key, state) -> {
                state.consume(1);
                save(handle, key, state, now);
            });
        }
        return wait;
    }

    private static Optional<Duration> wait(SequencedMap<String, BucketState> states, long now) {
        return states.values().stream()
                .flatMap(state -> TryLimit.wait(state, now).stream())
                .findFirst();
    }

    @Override
    public void giveBack(String key, TryLimit limit) {
        database.update(handle -> {
            long now = time.currentTimeNanos();
            SequencedMap<String, TryLimit> one = new LinkedHashMap<>(Map.of(key, limit));
            BucketState state = states(handle, one).firstEntry().getValue();
            state.refillAllBandwidth(now);
            state.addTokens(1);
            save(handle, key, state, now);
            return key;
        });
    }

    @Override
    public void clear(String key) {
        int unused = database.update(handle -> handle.execute("DELETE FROM sign_in_try WHERE key = ?", key));
    }

    private SequencedMap<String, BucketState> states(Handle handle, SequencedMap<String, TryLimit> from) {
        Map<String, byte[]> rows = new HashMap<>();
        handle.createQuery("SELECT key, state FROM sign_in_try WHERE key IN (<keys>)")
                .bindList("keys", List.copyOf(from.keySet()))
                .map((row, context) -> rows.put(row.getString("key"), row.getBytes("state")))
                .list();
        SequencedMap<String, BucketState> states = new LinkedHashMap<>();
        from.forEach((key, limit) -> {
            BucketState known = read(rows.get(key));
            states.put(key, known != null && limit.counts(known) ? known : limit.full(time.currentTimeNanos()));
        });
        return states;
    }

    /** Null for what is not there, or cannot be read by this version. */
    private static @Nullable BucketState read(byte @Nullable [] row) {
        if (row == null) {
            return null;
        }
        try {
            return RemoteBucketState.SERIALIZATION_HANDLE
                    .deserialize(
                            DataOutputSerializationAdapter.INSTANCE, new DataInputStream(new ByteArrayInputStream(row)))
                    .getState();
        } catch (IOException | RuntimeException e) {
            LOG.debug("Tries counted by another version are not known here", e);
            return null;
        }
    }

    private static void save(Handle handle, String key, BucketState state, long now) {
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        try {
            RemoteBucketState.SERIALIZATION_HANDLE.serialize(
                    DataOutputSerializationAdapter.INSTANCE,
                    new DataOutputStream(row),
                    new RemoteBucketState(state, new RemoteStat(0), null),
                    Versions.getLatest(),
                    Scope.PERSISTED_STATE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int unused = handle.createUpdate("""
                        INSERT INTO sign_in_try (key, state, expires_at) VALUES (:key, :state, :expiresAt)
                        ON CONFLICT (key) DO UPDATE SET state = excluded.state, expires_at = excluded.expires_at""")
                .bind("key", key)
                .bind("state", row.toByteArray())
                .bind("expiresAt", millis(now + state.calculateFullRefillingTime(now)) + 1)
                .execute();
    }

    private static long millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }
}
