import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One HTTP/1.1 connection on the loopback with as little of its own as can be, so that the server is what is measured. */
final class Wire implements Closeable {
    /**
     * A request or an answer.
     *
     * @param body empty when it was only counted
     */
    record Message(String firstLine, long bytes, String body) {
        int status() {
            return Integer.parseInt(firstLine.split(" ", 3)[1]);
        }

        String path() {
            return firstLine.split(" ", 3)[1];
        }

        /** @throws IllegalStateException when the answer has another status */
        Message expect(int wanted) {
            if (status() != wanted) {
                throw new IllegalStateException("Expected " + wanted + ", got " + status() + ": "
                        + body.substring(0, Math.min(400, body.length())));
            }
            return this;
        }
    }

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Wire(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
        out = socket.getOutputStream();
    }

    static byte[] request(String method, String path, String token, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: en\r\n"
                + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n")
                + (content.length == 0 ? "" : "Content-Type: application/json\r\n")
                + (method.equals("GET") ? "" : "Content-Length: " + content.length + "\r\n") + "\r\n";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[start.length + content.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(content, 0, whole, start.length, content.length);
        return whole;
    }

    static Message call(int port, String method, String path, String token, String body) throws IOException {
        try (Wire wire = new Wire(port)) {
            return wire.send(request(method, path, token, body), true);
        }
    }

    Message send(byte[] request, boolean keepBody) throws IOException {
        write(request);
        return read(keepBody);
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /**
     * A stream that does not end, read up to its head.
     *
     * @throws IllegalStateException when the status is not 200
     */
    static Wire open(int port, byte[] request) throws IOException {
        Wire wire = new Wire(port);
        wire.write(request);
        new Message(wire.line(), 0, "").expect(200);
        for (String header = wire.line(); !header.isEmpty(); ) {
            header = wire.line();
        }
        return wire;
    }

    /** The next message in full. */
    Message read(boolean keep) throws IOException {
        String first = line();
        long length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
                chunked = true;
            }
        }
        StringBuilder body = new StringBuilder();
        long bytes = 0;
        if (chunked) {
            for (int size = chunk(); size > 0; size = chunk()) {
                bytes += take(size, keep, body);
                line();
            }
            line();
        } else {
            bytes = take(length, keep, body);
        }
        return new Message(first, bytes, body.toString());
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line().strip(), 16);
    }

    private long take(long size, boolean keep, StringBuilder body) throws IOException {
        if (keep) {
            byte[] bytes = in.readNBytes((int) size);
            body.append(new String(bytes, StandardCharsets.UTF_8));
        } else {
            in.skipNBytes(size);
        }
        return size;
    }

    /** @throws EOFException when the other side has closed the connection */
    String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("The connection was closed");
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
