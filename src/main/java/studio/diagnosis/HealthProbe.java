package studio.diagnosis;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import studio.web.server.BindAddress;

/**
 * Asks the server that runs on this machine whether it is ready ({@code image-studio --health}), for the health checks of
 * containers whose image has no curl. It starts nothing and reads no settings but port and address.
 */
public final class HealthProbe {
    /** The start option that asks for it. */
    public static final String OPTION = "--health";

    private static final int DEFAULT_PORT = 51130;
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private HealthProbe() {}

    /**
     * @param port as {@code PORT} has it; null or blank: the default one
     * @param address as {@code STUDIO_BIND_ADDRESS} has it; null or blank: all addresses, so the loopback one is asked
     * @return an exit code: 0 ready, 1 not ready, not answering, or not a port
     */
    public static int run(@Nullable String port, @Nullable String address) {
        try {
            int status = ask(
                    port == null || port.isBlank() ? DEFAULT_PORT : Integer.parseInt(port.strip()),
                    BindAddress.reachable(address == null ? "" : address));
            if (status == HttpURLConnection.HTTP_OK) {
                return 0;
            }
            System.err.println("Not ready: HTTP status " + status);
        } catch (IOException | URISyntaxException | RuntimeException e) {
            System.err.println("Not ready: " + e.getMessage());
        }
        return 1;
    }

    private static int ask(int port, String address) throws IOException, URISyntaxException {
        URI ready = new URI("http", null, address, port, "/q/health/ready", null, null);
        HttpURLConnection connection = (HttpURLConnection) ready.toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout((int) LIMIT.toMillis());
        connection.setReadTimeout((int) LIMIT.toMillis());
        return connection.getResponseCode();
    }
}
