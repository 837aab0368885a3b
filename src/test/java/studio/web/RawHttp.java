package studio.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A bare socket to the server under test, for what an HTTP client would not send. */
final class RawHttp implements AutoCloseable {
    private final Socket socket;

    RawHttp(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
    }

    /** Does not wait for what may not come. */
    void brief() throws IOException {
        socket.setSoTimeout(1000);
    }

    /** Waits for what the server does by itself after some time. */
    void patient() throws IOException {
        socket.setSoTimeout(120_000);
    }

    RawHttp send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawHttp send(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
        return this;
    }

    /** Everything up to the moment the server closes. */
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Reads until the text has come, or the server has closed. */
    String until(String text) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        int next;
        while ((next = in.read()) >= 0) {
            got.write(next);
            if (next == text.charAt(text.length() - 1)
                    && got.toString(StandardCharsets.UTF_8).endsWith(text)) {
                break;
            }
        }
        return got.toString(StandardCharsets.UTF_8);
    }

    /** Ends the connection without a word, as a client does that is killed. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
