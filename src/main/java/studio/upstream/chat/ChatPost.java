package studio.upstream.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import studio.upstream.Hosts;

/** A prepared request, sent as often as it must be; its body is a file of known length. */
record ChatPost(URI url, String apiKey, Path body) {

    /** The body; it must stay open until the try has ended, since an answer may begin before the client has read its end. */
    InputStream open() {
        try {
            return Files.newInputStream(body);
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }

    long length() {
        try {
            return Files.size(body);
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }

    void send(ChatClient client, InputStream in) {
        client.complete(
                url,
                bearer(apiKey),
                "application/json",
                Long.toString(length()),
                "application/json, text/event-stream;q=0.5, image/*;q=0.5",
                Hosts.openRouter(url) ? "Image Studio" : null,
                in);
    }

    /** Header values are ASCII; a key with a stray character is the upstream's to refuse, not ours to crash on. */
    static String bearer(String apiKey) {
        return "Bearer " + apiKey.strip().replaceAll("[^\\x21-\\x7e]", "");
    }
}
