package studio.task.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;

/** The synchronous answer with the picture inside, encoded while it is sent: the whole picture is never in memory. */
record WithImageData(AwaitTask.Generated generated, Path picture, ObjectMapper mapper) implements StreamingOutput {

    @Override
    public void write(OutputStream out) throws IOException {
        byte[] json = mapper.writeValueAsBytes(generated);
        // Everything but the closing brace; the picture becomes the last member.
        out.write(json, 0, json.length - 1);
        out.write((",\"imageData\":\"data:" + mediaType() + ";base64,").getBytes(StandardCharsets.US_ASCII));
        try (OutputStream base64 = Base64.getEncoder().wrap(new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() {
                // The encoder closes what it wraps, but the answer goes on.
            }
        })) {
            Files.copy(picture, base64);
        }
        out.write("\"}".getBytes(StandardCharsets.US_ASCII));
    }

    private String mediaType() throws IOException {
        try {
            return ImageProbe.probe(picture).format().mediaType();
        } catch (NotAnImageException e) {
            throw new IOException("The picture " + picture.getFileName() + " is damaged", e);
        }
    }
}
