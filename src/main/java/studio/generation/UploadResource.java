package studio.generation;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import studio.web.ProblemException;

/** Reference pictures sent ahead of the request that uses them. */
@Path("/api/uploads")
@Tag(name = "Generation")
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
    @Operation(
            summary =
                    "Uploads a reference picture as the raw body or as a form's only file; the same picture twice is kept once")
    @APIResponse(
            responseCode = "201",
            description = "The picture is kept",
            content = @Content(schema = @Schema(implementation = Upload.class)))
    public Upload upload(InputStream body) throws IOException {
        return answer(references.receive(body, "body"));
    }

    /** The same as a form sends it; the name of the field does not matter. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Produces(MediaType.APPLICATION_JSON)
    @Blocking
    @ResponseStatus(201)
    @Operation(hidden = true)
    public Upload uploadForm(@RestForm(FileUpload.ALL) List<FileUpload> files) throws IOException {
        if (files.size() != 1) {
            throw ProblemException.field("file", "请上传一个图片文件", "Upload one picture file");
        }
        return answer(references.copy(files.getFirst().uploadedFile(), "file"));
    }

    private static Upload answer(ReferencePicture picture) {
        return new Upload(
                picture.uploadId(),
                picture.width(),
                picture.height(),
                picture.format().name().toLowerCase(Locale.ROOT),
                picture.bytes());
    }
}
