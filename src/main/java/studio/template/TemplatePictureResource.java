package studio.template;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import studio.gallery.file.PictureAnswer;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.web.BasePath.ServerPath;

/** Previews of templates: small copies that nothing else can take away. */
@Path("/api/templates/pictures")
@Blocking
@Tag(name = "Templates")
public class TemplatePictureResource {
    private static final String PLACE = "/api/templates/pictures/";

    private final TemplatePictures pictures;

    TemplatePictureResource(TemplatePictures pictures) {
        this.pictures = pictures;
    }

    /** @param image goes into the field of that name of a template */
    @Schema(name = "TemplatePicture")
    public record Kept(
            @JsonSerialize(using = ServerPath.class) String image) {}

    @POST
    @Consumes({"image/*", MediaType.APPLICATION_OCTET_STREAM})
    @Produces(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Operation(summary = "Makes a preview of a picture that is sent; it is scaled down")
    @APIResponse(
            responseCode = "201",
            description = "The preview is kept",
            content = @Content(schema = @Schema(implementation = Kept.class)))
    public Kept receive(InputStream body) throws IOException {
        return new Kept(PLACE + pictures.receive(body));
    }

    @POST
    @Path("of/{entryId}")
    @Produces(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Operation(summary = "Makes a preview of a picture of the gallery; it stays when that is deleted")
    @APIResponse(
            responseCode = "201",
            description = "The preview is kept",
            content = @Content(schema = @Schema(implementation = Kept.class)))
    public Kept copy(@PathParam("entryId") String entryId) throws IOException {
        return new Kept(PLACE + pictures.copy(entryId));
    }

    @GET
    @Path("{name}")
    @Operation(summary = "A preview; its format is told by the content type")
    @APIResponse(responseCode = "200", description = "The file", content = @Content(mediaType = "image/*"))
    public Response picture(@PathParam("name") String name, @BeanParam PictureAnswer.Conditions conditions) {
        java.nio.file.Path file =
                pictures.find(name).orElseThrow(() -> ProblemException.of(ProblemCode.FILE_NOT_FOUND));
        return PictureAnswer.of(file, name, conditions, extension -> name + "." + extension);
    }
}
