package studio.upstream.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import studio.model.PictureOptions;
import studio.model.Protocol;
import studio.testing.UpstreamDouble;
import studio.upstream.Connection;
import studio.upstream.ImageRequest;
import studio.upstream.ProviderScene;
import studio.upstream.dialect.Dialects;
import studio.upstream.transport.UpstreamClient;

/** The adapter with chosen settings, requests for it, and what came out of them on the wire. */
final class ImagesFixture {
    static final Dialects DIALECTS = new Dialects();

    private ImagesFixture() {}

    static String answer(byte[]... pictures) {
        List<String> entries = new ArrayList<>();
        for (byte[] picture : pictures) {
            entries.add("{\"b64_json\":\"" + ProviderScene.base64(picture) + "\"}");
        }
        return "{\"created\":1795400000,\"data\":[" + String.join(",", entries)
                + "],\"size\":\"1024x1024\",\"usage\":{\"input_tokens\":60,\"output_tokens\":4160,\"total_tokens\":4220}}";
    }

    static ImagesProvider provider(UpstreamClient client, Vertx vertx, int retries) {
        return new ImagesProvider(ProviderScene.calls(client, vertx, retries, false), DIALECTS);
    }

    static Connection connection(String endpoint, String dialect) {
        return new Connection("c", "Label", URI.create(endpoint), ProviderScene.KEY, Protocol.OPENAI_IMAGES, dialect);
    }

    static ImageRequest request(String endpoint) {
        return new ImageRequest(
                connection(endpoint, "auto"), "gpt-image-2", "一只小船", List.of(), null, 1, PictureOptions.NONE);
    }

    static ImageRequest.Reference reference(Path folder, int seed, String type) throws IOException {
        Path file = Files.write(
                Files.createDirectories(folder.resolve("inputs")).resolve("r" + seed),
                ProviderScene.png(seed, 3_000 + seed));
        return new ImageRequest.Reference(file, type, Files.size(file));
    }

    static JsonNode json(UpstreamDouble.Request sent) throws IOException {
        return new ObjectMapper().readTree(sent.body());
    }

    /** One part of a multipart form. */
    @SuppressWarnings("ArrayRecordComponent") // a test looks at it once
    record Part(String name, String fileName, String type, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Reads a form strictly by RFC 2046: every boundary at its place, nothing before the first or after the last. */
    static List<Part> form(UpstreamDouble.Request sent) {
        String type = sent.headers().get("content-type");
        String boundary = "--" + type.substring(type.indexOf("boundary=") + 9);
        String body = new String(sent.body(), StandardCharsets.ISO_8859_1);
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (body.startsWith(boundary + "\r\n", at)) {
            int head = at + boundary.length() + 2;
            int start = body.indexOf("\r\n\r\n", head) + 4;
            int end = body.indexOf("\r\n" + boundary, start);
            String headers = body.substring(head, start);
            parts.add(new Part(
                    between(headers, " name=\"", "\""),
                    between(headers, "filename=\"", "\""),
                    between(headers, "Content-Type: ", "\r\n"),
                    body.substring(start, end).getBytes(StandardCharsets.ISO_8859_1)));
            at = end + 2;
        }
        if (!body.substring(at).equals(boundary + "--\r\n")) {
            throw new AssertionError("not a form at " + at + " of " + body.length());
        }
        return parts;
    }

    private static String between(String text, String before, String after) {
        int start = text.indexOf(before);
        return start < 0 ? "" : text.substring(start + before.length(), text.indexOf(after, start + before.length()));
    }
}
