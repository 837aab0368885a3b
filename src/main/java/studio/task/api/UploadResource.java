package studio.task.api;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import studio.gallery.file.PictureAnswer;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.task.GenerationRequest.ReferencePicture;
import studio.task.request.ReferencePictures;
import studio.task.request.ReferenceProof;
import studio.web.Forms;
import studio.web.Forms.Form;

/** Reference pictures sent ahead of the request that uses them. */
@Path("/api/uploads")
@Tag(name = "Generation")
public class UploadResource {
    private final ReferencePictures references;
    private final ReferenceProof proof;
    private final Forms forms;

    UploadResource(ReferencePictures references, ReferenceProof proof, Forms forms) {
        this.forms = forms;
        this.references = references;
        this.proof = proof;
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
    public Upload uploadForm(@HeaderParam(HttpHeaders.CONTENT_TYPE) String type, InputStream body) throws IOException {
        try (Form form = forms.receive(type, body)) {
            List<java.nio.file.Path> files = form.parts().stream()
                    .map(Form.Part::file)
                    .filter(Objects::nonNull)
                    .toList();
            if (files.size() != 1) {
                throw ProblemException.field("file", Message.of("generation.upload_one_file"));
            }
            return answer(references.copy(files.getFirst(), "file"));
        }
    }

    @GET
    @Path("{sha256}")
    @Operation(summary = "A reference picture that was uploaded, by its id without \"upload:\"")
    @APIResponse(responseCode = "200", description = "The file", content = @Content(mediaType = "image/*"))
    public Response picture(@PathParam("sha256") String sha256, @BeanParam PictureAnswer.Conditions conditions)
            throws IOException {
        return answer(sha256, file(sha256), conditions);
    }

    @GET
    @Path("{sha256}/thumbnail")
    @Operation(summary = "The thumbnail of an uploaded picture; its format is told by the content type")
    @APIResponse(responseCode = "200", description = "The file", content = @Content(mediaType = "image/*"))
    public Response thumbnail(@PathParam("sha256") String sha256, @BeanParam PictureAnswer.Conditions conditions)
            throws IOException {
        return answer(sha256, proof.thumbnail(sha256, file(sha256)), conditions);
    }

    private java.nio.file.Path file(String sha256) throws IOException {
        return references
                .find(sha256)
                .map(references::file)
                .orElseThrow(() -> ProblemException.of(ProblemCode.UPLOAD_NOT_FOUND));
    }

    /** Picture, {@code <sha256>.<ext>}, and thumbnail, {@code <sha256>}: each file's name stands for one content for good. */
    private static Response answer(String sha256, java.nio.file.Path file, PictureAnswer.Conditions conditions) {
        return PictureAnswer.of(file, file.getFileName().toString(), conditions, extension -> sha256 + "." + extension);
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
