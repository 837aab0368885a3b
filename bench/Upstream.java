import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * An upstream that costs next to nothing: prepared answers go from their files to the socket inside the kernel. The first
 * part of a path names the {@link Picture}; {@link #SILENT} is never answered.
 */
final class Upstream implements Closeable {
    static final String SILENT = "silent";

    final int port;
    private final ServerSocketChannel door = ServerSocketChannel.open();
    private final Path folder = Path.of(System.getProperty("bench.pictures"));

    Upstream() throws IOException {
        for (Picture picture : Picture.values()) {
            picture.answer(folder);
        }
        door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        port = ((InetSocketAddress) door.getLocalAddress()).getPort();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    SocketChannel caller = door.accept();
                    Thread.ofPlatform().daemon().start(() -> serve(caller));
                }
            } catch (IOException e) {
                // The bench has closed the door.
            }
        });
    }

    private void serve(SocketChannel caller) {
        try (Wire wire = new Wire(caller.socket())) {
            while (true) {
                String name = wire.read(false).path().split("/")[1];
                if (!name.equals(SILENT)) {
                    send(Picture.valueOf(name.toUpperCase(Locale.ROOT)), wire, caller);
                }
            }
        } catch (IOException e) {
            // The caller has hung up.
        }
    }

    private void send(Picture picture, Wire wire, SocketChannel caller) throws IOException {
        try (FileChannel answer = FileChannel.open(picture.answer(folder))) {
            long size = answer.size();
            wire.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + size + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            for (long sent = 0; sent < size; ) {
                sent += answer.transferTo(sent, size - sent, caller);
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
