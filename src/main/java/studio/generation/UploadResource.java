package studio.generation;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Reference pictures sent ahead of the request that uses them. */
@Path("/api/uploads")
public class UploadResource {
    private final ReferencePictures references;

    UploadResource(ReferencePictures references) {
        this.references = references;
    }

    /** An uploaded picture; {@code id} goes into the {@code images} of a generation. */
    public record Upload(String id, int width, int height, String format, long bytes) {}

    @POST
    @Consumes({"image/*", MediaType.APPLICATION_OCTET_STREAM})
    @Produces(MediaType.APPLICATION_JSON)
    @Blocking
    @ResponseStatus(201)
    @Operation(summary = "Uploads a reference picture as the raw body; the same picture twice is kept once")
    public Upload upload(InputStream body) throws IOException {
        ReferencePicture picture = references.receive(body, "body");
        return new Upload(
                "upload:" + picture.sha256(),
                picture.width(),
                picture.height(),
                picture.format().name().toLowerCase(Locale.ROOT),
                picture.bytes());
    }
}
