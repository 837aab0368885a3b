package studio.picture.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

/** Passes connections on to a server, and does something once so many bytes have been sent to it. */
final class CuttingRelay implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
    private volatile Runnable cut = () -> {};

    CuttingRelay(String endpoint) throws IOException {
        target = URI.create(endpoint).getPort();
        Thread.ofPlatform().daemon().start(this::accept);
    }

    String endpoint() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    /** In the thread that passes the bytes on, before the next of them. */
    void after(long bytes, Runnable step) {
        cut = step;
        left.set(bytes);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Thread.ofPlatform().daemon().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            Thread back = Thread.ofPlatform().daemon().start(() -> pass(server, client, false));
            pass(client, server, true);
            server.close();
            back.join();
        } catch (IOException | InterruptedException e) {
            // The server is away: the client sees a closed connection.
        }
    }

    private void pass(Socket from, Socket to, boolean counted) {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (counted && left.get() != Long.MAX_VALUE && left.addAndGet(-read) <= 0) {
                    left.set(Long.MAX_VALUE);
                    cut.run();
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // Either end has gone.
        } finally {
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
