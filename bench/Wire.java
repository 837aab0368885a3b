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
    /** @param body empty when it was only counted */
    record Answer(int status, long bytes, String body) {
        Answer expect(int wanted) {
            if (status != wanted) {
                throw new IllegalStateException("Expected " + wanted + ", got " + status + ": "
                        + body.substring(0, Math.min(400, body.length())));
            }
            return this;
        }
    }

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Wire(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
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

    static Answer call(int port, String method, String path, String token, String body) throws IOException {
        try (Wire wire = new Wire(port)) {
            return wire.send(request(method, path, token, body), true);
        }
    }

    Answer send(byte[] request, boolean keepBody) throws IOException {
        out.write(request);
        out.flush();
        return read(keepBody);
    }

    /** Sends and reads the head only: for streams that do not end. */
    int open(byte[] request) throws IOException {
        out.write(request);
        out.flush();
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        String header = line();
        while (!header.isEmpty()) {
            header = line();
        }
        return status;
    }

    private Answer read(boolean keep) throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
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
        } else if (status != 204) {
            bytes = take(length, keep, body);
        }
        return new Answer(status, bytes, body.toString());
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

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("The server closed the connection");
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
