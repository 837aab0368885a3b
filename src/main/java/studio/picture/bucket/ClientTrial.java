package studio.picture.bucket;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import studio.files.OwnerOnly;

/** Tries the program's S3 client on a socket of this machine, as a self-test: it signs, writes, and understands a list. */
public final class ClientTrial {
    private static final int SILENCE_MS = 5_000;
    private static final String LISTED = "self-test/picture.png";
    private static final String LIST = """
            <?xml version="1.0" encoding="UTF-8"?>
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>self-test</Name><KeyCount>1</KeyCount>\
            <IsTruncated>false</IsTruncated><Contents><Key>self-test/picture.png</Key>\
            <LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>"0"</ETag><Size>3</Size></Contents></ListBucketResult>""";

    private ClientTrial() {}

    /** Whether nothing is missing in the program; its requests go nowhere but to the thread that answers them here. */
    public static boolean programComplete() throws IOException {
        Path file = Files.createTempFile("self-test-", ".png", OwnerOnly.newFile());
        try (ServerSocket server = new ServerSocket(0, 2, InetAddress.getLoopbackAddress());
                Bucket bucket = new Bucket(connection(server.getLocalPort()), new CompositeMeterRegistry())) {
            Thread.ofPlatform().daemon().name("self-test-s3").start(() -> answerAll(server));
            Files.writeString(file, "png");
            bucket.put(LISTED, file, "image/png");
            List<String> keys = bucket.list("self-test/").map(Bucket.Found::key).toList();
            return keys.equals(List.of(LISTED));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static BucketConnection connection(int port) {
        return new BucketConnection(
                "self-test", Optional.of("http://127.0.0.1:" + port), "us-east-1", "self-test", "self-test", true);
    }

    private static void answerAll(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.setSoTimeout(SILENCE_MS);
                answer(socket);
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** One request a connection; a list is what is asked for by {@code GET}. */
    private static void answer(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        String first = in.readLine();
        int length = 0;
        boolean signed = false;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring("content-length:".length()).strip());
            }
            signed |= header.startsWith("authorization: aws4-hmac-sha256");
        }
        long unused = in.skip(length);
        String body = first != null && first.startsWith("GET") ? LIST : "";
        String head = "HTTP/1.1 " + (signed ? "200 OK" : "403 Forbidden") + "\r\nContent-Length: " + body.length()
                + "\r\nContent-Type: application/xml\r\nETag: \"0\"\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.ISO_8859_1));
    }
}
