package studio.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HealthProbeTest {

    @Test
    void aServerThatIsReadyIsHealthy() throws IOException {
        assertThat(probe(200, null)).isZero();
        assertThat(probe(200, "0.0.0.0")).isZero();
        assertThat(probe(200, "localhost")).isZero();
    }

    @Test
    void theAddressThatTheServerIsBoundToIsAsked() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            nobody = socket.getLocalPort();
            assertThat(HealthProbe.run(Integer.toString(nobody), "127.0.0.2")).isEqualTo(1);
        }
    }

    @Test
    void aServerThatIsNotReadyIsNot() throws IOException {
        assertThat(probe(503, null)).isEqualTo(1);
    }

    @Test
    void noServerIsNotHealthy() {
        assertThat(HealthProbe.run("1", null)).isEqualTo(1);
    }

    @Test
    void aPortThatIsNoneIsAFailureAndNoCrash() {
        assertThat(HealthProbe.run("many", null)).isEqualTo(1);
        assertThat(HealthProbe.run("70000", null)).isEqualTo(1);
    }

    private static int probe(int status, String address) throws IOException {
        AtomicReference<String> asked = new AtomicReference<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.set(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            int result = HealthProbe.run(Integer.toString(server.getAddress().getPort()), address);
            assertThat(asked.get()).isEqualTo("/q/health/ready");
            return result;
        } finally {
            server.stop(0);
        }
    }
}
