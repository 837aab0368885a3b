package studio.account;

import io.github.bucket4j.TimeMeter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import studio.storage.Database;
import studio.web.server.AddressBlocks;

/**
 * Slows down guessing. An address has five tries in a minute, twenty in an hour and sixty in a day, so the wait between
 * tries grows from seconds to minutes to half an hour; a right password clears it. All addresses together have a limit too. A
 * device that has signed in before has the tries of an address for itself, so that others cannot use them up. All instances on one
 * database count together.
 */
@Singleton
class LoginThrottle {
    private static final String NO_ADDRESS = "none";
    private static final String STRANGERS = "strangers";

    private final SignInTries tries;

    @Inject
    LoginThrottle(Database database) {
        this(SignInTries.over(database, TimeMeter.SYSTEM_MILLISECONDS));
    }

    LoginThrottle(SignInTries tries) {
        this.tries = tries;
    }

    /** Takes one try; when there is none left, how long to wait for the next one, and it has cost nothing. */
    Optional<Duration> take(Optional<InetAddress> address, Optional<String> device) {
        SequencedMap<String, TryLimit> from = new LinkedHashMap<>();
        from.put(key(address, device), TryLimit.OWN);
        if (device.isEmpty()) {
            from.put(STRANGERS, TryLimit.TOGETHER);
        }
        return tries.take(from);
    }

    /** Called for the right password: all tries are free again. */
    void clear(Optional<InetAddress> address, Optional<String> device) {
        tries.clear(key(address, device));
        if (device.isEmpty()) {
            tries.giveBack(STRANGERS, TryLimit.TOGETHER);
        }
    }

    private static String key(Optional<InetAddress> address, Optional<String> device) {
        return device.map(id -> "device " + id)
                .orElseGet(() -> address.map(AddressBlocks::site).orElse(NO_ADDRESS));
    }
}
