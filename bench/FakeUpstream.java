import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;

/** An upstream that takes no time: answers every POST with a chat completion whose picture was made beforehand. */
final class FakeUpstream implements Closeable {
    private final ServerSocket server;
    private final byte[] answer;
    final long pictureBytes;

    /** @param side of the square picture; about one and a half bytes a pixel as PNG, as photographs have */
    FakeUpstream(int side) throws IOException {
        byte[] png = png(side);
        pictureBytes = png.length;
        String json =
                "{\"id\":\"gen-bench\",\"object\":\"chat.completion\",\"created\":1795400000,\"model\":\"bench\",\"choices\":[{"
                        + "\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"ok\",\"images\":[{"
                        + "\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,"
                        + Base64.getEncoder().encodeToString(png)
                        + "\"}}]}}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2,\"cost\":0}}";
        byte[] body = json.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream whole = new ByteArrayOutputStream(body.length + 200);
        whole.writeBytes(
                ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(body);
        answer = whole.toByteArray();
        server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private static byte[] png(int side) throws IOException {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(7);
        int[] row = new int[side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int tone = (int) (110 + 90 * Math.sin(x * 9.0 / side) * Math.cos(y * 7.0 / side)) + random.nextInt(7);
                row[x] = tone << 16 | (tone * 3 / 4 + random.nextInt(2)) << 8 | 255 - tone;
            }
            image.setRGB(0, y, side, 1, row, 0, side);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    System.err.println("Fake upstream: " + e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
            OutputStream out = socket.getOutputStream();
            while (skipRequest(in)) {
                out.write(answer);
                out.flush();
            }
        } catch (IOException e) {
            // A client that closes its kept-alive connection is the usual end.
        }
    }

    private static boolean skipRequest(InputStream in) throws IOException {
        long length = 0;
        boolean chunked = false;
        String line = line(in);
        if (line.isEmpty()) {
            return false;
        }
        for (line = line(in); !line.isEmpty(); line = line(in)) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
        }
        if (chunked) {
            for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
                in.skipNBytes(size);
                line(in);
            }
            line(in);
        } else {
            in.skipNBytes(length);
        }
        return true;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
