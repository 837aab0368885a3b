package studio.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An upstream on a real socket that does what the test scripts, request by request; the last script repeats. It counts what
 * arrives, and it notices when the other side closes.
 */
public final class UpstreamDouble implements AutoCloseable {

    /** What to do with one request, headers and body of it read. */
    public interface Script {
        void run(Wire wire) throws Exception;
    }

    /** @param headers names in lower case; the key is masked */
    @SuppressWarnings("ArrayRecordComponent") // a test looks at it once
    public record Request(String method, String target, Map<String, String> headers, byte[] body) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private static final String KEY_MASK = "***";

    private final ServerSocket server;
    private final Queue<Script> scripts = new ArrayDeque<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch closedByClient = new CountDownLatch(1);
    private final CountDownLatch arrived = new CountDownLatch(1);
    private volatile boolean keepBodies = true;
    private Script last = wire -> wire.json(200, "{}");

    public UpstreamDouble() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public UpstreamDouble then(Script... next) {
        synchronized (scripts) {
            scripts.addAll(List.of(next));
        }
        return this;
    }

    /** For very large requests. */
    public UpstreamDouble forgetBodies() {
        keepBodies = false;
        return this;
    }

    public int port() {
        return server.getLocalPort();
    }

    public String base() {
        return "http://127.0.0.1:" + port() + "/v1";
    }

    public List<Request> requests() {
        return requests;
    }

    public long posts() {
        return requests.stream().filter(r -> r.method().equals("POST")).count();
    }

    public int connections() {
        return sockets.size();
    }

    public boolean awaitRequest() throws InterruptedException {
        return arrived.await(10, TimeUnit.SECONDS);
    }

    /** True as soon as a client has closed a connection on which an answer was still being given. */
    public boolean awaitClosedByClient() throws InterruptedException {
        return closedByClient.await(10, TimeUnit.SECONDS);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
            Request request = read(in);
            while (request != null) {
                requests.add(request);
                arrived.countDown();
                Script script;
                synchronized (scripts) {
                    last = scripts.isEmpty() ? last : scripts.remove();
                    script = last;
                }
                script.run(new Wire(socket, in, request));
                request = read(in);
            }
        } catch (IOException gone) {
            closedByClient.countDown();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException("a script failed", e);
        }
    }

    private Request read(InputStream in) throws IOException {
        String start = line(in);
        if (start == null || start.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            if (line.indexOf(':') < 0) {
                // Cut off in the middle of its head.
                return null;
            }
            String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
            String value = line.substring(line.indexOf(':') + 1).strip();
            headers.put(name, name.equals("authorization") ? value.replaceAll("(?<=Bearer ).+", KEY_MASK) : value);
        }
        long length = Long.parseLong(headers.getOrDefault("content-length", "0"));
        byte[] body;
        if (keepBodies) {
            body = in.readNBytes((int) length);
        } else {
            in.skipNBytes(length);
            body = new byte[0];
        }
        String[] words = start.split(" ", 3);
        return new Request(words[0], words[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = in.read();
        while (b >= 0 && b != '\n') {
            if (b != '\r') {
                line.write(b);
            }
            b = in.read();
        }
        return b < 0 && line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server's side of one exchange. */
    public final class Wire {
        private final Socket socket;
        private final InputStream in;
        private final Request request;

        private Wire(Socket socket, InputStream in, Request request) {
            this.socket = socket;
            this.in = in;
            this.request = request;
        }

        public Request request() {
            return request;
        }

        public void json(int status, String body, String... headers) throws IOException {
            answer(status, "application/json", body.getBytes(StandardCharsets.UTF_8), headers);
        }

        public void answer(int status, String type, byte[] body, String... headers) throws IOException {
            head(status, type, body.length, headers);
            write(body);
        }

        /** @param length of the body; negative: it ends with the connection */
        public void head(int status, String type, long length, String... headers) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
            if (!type.isEmpty()) {
                head.append("Content-Type: ").append(type).append("\r\n");
            }
            head.append(length < 0 ? "Connection: close\r\n" : "Content-Length: " + length + "\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        }

        public void write(byte[] bytes) throws IOException {
            out().write(bytes);
            out().flush();
        }

        public OutputStream out() throws IOException {
            return socket.getOutputStream();
        }

        /** Ends the connection the rude way: RST. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        public void close() throws IOException {
            socket.close();
        }

        /** Says nothing more until the client closes. */
        public void hang() throws IOException {
            int b = in.read();
            if (b < 0) {
                closedByClient.countDown();
            }
            throw new IOException("the client ended it");
        }

        /** One byte at a time until the client closes. */
        public void drip(int everyMillis) throws IOException, InterruptedException {
            while (true) {
                write(new byte[] {' '});
                TimeUnit.MILLISECONDS.sleep(everyMillis);
            }
        }
    }
}
