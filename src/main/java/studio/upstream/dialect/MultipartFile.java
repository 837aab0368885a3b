package studio.upstream.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import studio.upstream.ImageRequest;
import studio.upstream.ImageRequest.Reference;
import studio.upstream.transport.Body;

/**
 * Writes a call as a multipart form (RFC 7578): texts first, then the pictures in their order, then the mask.
 */
final class MultipartFile {
    private MultipartFile() {}

    /** @return with a new owner-only file in {@code folder} */
    static Body write(ImageRequest request, ObjectNode fields, Dialect.References style, Path folder)
            throws IOException {
        String boundary = "image-studio-" + UUID.randomUUID();
        Path body = Files.createTempFile(folder, "request-", ".form");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(body), 64 * 1024)) {
            for (Map.Entry<String, JsonNode> field : fields.properties()) {
                text(
                        out,
                        part(boundary, field.getKey(), "") + "\r\n"
                                + field.getValue().asText() + "\r\n");
            }
            List<Reference> pictures = request.references();
            boolean single = pictures.size() == 1 && style == Dialect.References.MULTIPART_SINGLE;
            for (int i = 0; i < pictures.size(); i++) {
                picture(out, boundary, single ? "image" : "image[]", "image-" + (i + 1), pictures.get(i));
            }
            if (request.mask() != null) {
                picture(out, boundary, "mask", "mask", request.mask());
            }
            text(out, "--" + boundary + "--\r\n");
        }
        return new Body(body, "multipart/form-data; boundary=" + boundary);
    }

    private static void picture(OutputStream out, String boundary, String name, String fileName, Reference picture)
            throws IOException {
        String type = picture.mediaType();
        String ending = type.substring(type.indexOf('/') + 1);
        text(
                out,
                part(boundary, name, "; filename=\"" + fileName + "." + ending + "\"") + "Content-Type: " + type
                        + "\r\n\r\n");
        Files.copy(picture.file(), out);
        text(out, "\r\n");
    }

    private static String part(String boundary, String name, String more) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n";
    }

    private static void text(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
