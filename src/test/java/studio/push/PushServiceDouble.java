package studio.push;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import studio.testing.OwnCertificate;

/** A push service (RFC 8030) on a TLS socket of its own. It keeps what it takes and answers as it was told, 201 otherwise. */
final class PushServiceDouble implements AutoCloseable {
    record Taken(String path, Map<String, String> headers, String sealed) {
        byte[] body() {
            return P256.decoded(sealed);
        }
    }

    private final HttpsServer server;
    private final BlockingQueue<Taken> taken = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();

    PushServiceDouble(Path folder) throws Exception {
        KeyStore keys = OwnCertificate.in(folder);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, OwnCertificate.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", this::take);
        server.start();
    }

    String base() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    void answers(int... statuses) {
        for (int status : statuses) {
            answers.add(status);
        }
    }

    /** The next message, awaited. */
    @Nullable
    Taken next() throws InterruptedException {
        return taken.poll(20, TimeUnit.SECONDS);
    }

    int waiting() {
        return taken.size();
    }

    private void take(HttpExchange exchange) throws IOException {
        UnaryOperator<String> header =
                name -> String.valueOf(exchange.getRequestHeaders().getFirst(name));
        Map<String, String> headers = Map.of(
                "authorization", header.apply("Authorization"),
                "content-encoding", header.apply("Content-Encoding"),
                "ttl", header.apply("TTL"),
                "topic", header.apply("Topic"),
                "urgency", header.apply("Urgency"),
                "cookie", header.apply("Cookie"));
        byte[] body = exchange.getRequestBody().readAllBytes();
        Integer status = answers.poll();
        if (status != null && status / 100 == 3) {
            exchange.getResponseHeaders().add("Location", base() + "/elsewhere");
        }
        taken.add(new Taken(exchange.getRequestURI().getPath(), headers, P256.base64(body)));
        exchange.sendResponseHeaders(status == null ? 201 : status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
