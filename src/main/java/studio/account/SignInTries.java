package studio.account;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.SequencedMap;
import studio.storage.Database;

/** Where tries to sign in are counted, each kind under a key: in this process, or in the database that several instances share. */
interface SignInTries {

    /** In memory for the only process, in rows for one of many. */
    static SignInTries over(Database database, TimeMeter time) {
        return switch (database.dialect()) {
            case SQLITE -> new MemoryTries(time);
            case POSTGRESQL -> new SqlTries(database, time);
        };
    }

    /**
     * Takes one try under each key, or none at all.
     *
     * @return how long to wait for the first of them that has none left
     */
    Optional<Duration> take(SequencedMap<String, TryLimit> from);

    /** One more try is left, unless all are. */
    void giveBack(String key, TryLimit limit);

    /** All tries are left. */
    void clear(String key);
}
