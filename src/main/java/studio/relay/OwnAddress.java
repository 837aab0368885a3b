package studio.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jboss.logging.Logger;
import studio.storage.PostgresAddress;

/** The address of this machine in the network that it shares with the database, and so with the other instances. */
final class OwnAddress {
    private static final Logger LOG = Logger.getLogger(OwnAddress.class);
    private static final int POSTGRES = 5432;

    private OwnAddress() {}

    /**
     * Asks the system from which address it would send there; nothing is sent.
     *
     * @return empty when the database is on this machine, or behind a proxy on it; then the database knows
     */
    static Optional<String> towards(PostgresAddress database) {
        String place = database.place();
        String first = place.substring(0, place.indexOf('/')).split(",", 2)[0];
        int colon = first.endsWith("]") ? -1 : first.lastIndexOf(':');
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(
                    colon < 0 ? first : first.substring(0, colon),
                    colon < 0 ? POSTGRES : Integer.parseInt(first.substring(colon + 1))));
            InetAddress own = socket.getLocalAddress();
            return own.isLoopbackAddress() || own.isAnyLocalAddress() || own.isLinkLocalAddress()
                    ? Optional.empty()
                    : Optional.of(own.getHostAddress());
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            LOG.debug("How the database is reached is not known; it is asked", e);
            return Optional.empty();
        }
    }
}
