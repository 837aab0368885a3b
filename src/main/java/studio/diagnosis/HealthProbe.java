package studio.diagnosis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import studio.web.server.AddressBlocks;
import studio.web.server.BindAddress;

/**
 * Asks the server that runs on this machine whether it is ready ({@code image-studio --health}), for the health checks of
 * containers whose image has no curl. It starts nothing and reads no settings but port and address.
 */
public final class HealthProbe {
    /** The start option that asks for it. */
    public static final String OPTION = "--health";

    private static final int STANDARD_PORT = 51130;
    private static final Duration LIMIT = Duration.ofSeconds(4);
    private static final String REQUEST =
            "GET /q/health/ready HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nConnection: close\r\n\r\n";
    /** Longer than any status line that is of use. */
    private static final int MOST_CHARACTERS = 200;

    private HealthProbe() {}

    /**
     * @param port as {@code PORT} has it; null or blank: the standard one
     * @param address as {@code STUDIO_BIND_ADDRESS} has it; null or blank: all addresses, so the loopback one is asked
     * @return an exit code: 0 ready, 1 not ready, not answering, or not a port
     */
    public static int run(@Nullable String port, @Nullable String address) {
        try {
            String answer = ask(
                    port == null || port.isBlank() ? STANDARD_PORT : Integer.parseInt(port.strip()),
                    BindAddress.reachable(address == null ? "" : address));
            if (answer.startsWith("HTTP/1.1 200")) {
                return 0;
            }
            System.err.println("Not ready: " + answer);
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("Not ready: " + e.getMessage());
        }
        return 1;
    }

    private static String ask(int port, String address) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.connect(new InetSocketAddress(AddressBlocks.address(address), port), (int) LIMIT.toMillis());
            socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            char[] head = new char[MOST_CHARACTERS];
            int read = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .read(head);
            return read < 0
                    ? "no answer"
                    : new String(head, 0, read).lines().findFirst().orElse("");
        }
    }
}
