package studio.practice;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import studio.practice.answer.PracticeModel;
import studio.practice.answer.PracticeUpstream;
import studio.practice.protocol.AsyncImages;
import studio.practice.protocol.Chat;
import studio.practice.protocol.Gemini;
import studio.practice.protocol.ImagesRequest;
import studio.practice.protocol.Models;
import studio.web.Forms;
import studio.web.Forms.Form;

/** The addresses of all protocols under {@code /sandbox}. */
@Path("/sandbox")
@Singleton
@PermitAll
@Blocking
@Produces({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
public class PracticeResource {
    private static final String ASYNC = "/async";

    private final PracticeUpstream upstream;
    private final AsyncImages async;
    private final Forms forms;

    PracticeResource(PracticeUpstream upstream, AsyncImages async, Forms forms) {
        this.upstream = upstream;
        this.async = async;
        this.forms = forms;
    }

    @GET
    @Path("/files/{name}")
    public Response file(@PathParam("name") String name, @Context RoutingContext routing) {
        return upstream.picture(name, routing);
    }

    @GET
    @Path("/v1/models")
    public String models(@QueryParam("output_modalities") @Nullable String modalities) {
        return Models.list(modalities);
    }

    @GET
    @Path("/v1/key")
    public String key() {
        return Models.key();
    }

    @POST
    @Path("/v1/chat/completions")
    public Response chat(@Context RoutingContext routing, InputStream body) throws IOException {
        return upstream.answer(Chat.read(body), routing, Chat::answer);
    }

    @POST
    @Path("/v1/images")
    public Response openRouter(@Context RoutingContext routing, InputStream body) throws IOException {
        return images(ImagesRequest.openRouter(body), routing);
    }

    @GET
    @Path("/v1/images/models")
    public String imageModels() {
        return Models.openRouter();
    }

    @GET
    @Path("/v1/images/models/{author}/{slug}/endpoints")
    public String endpoints(@PathParam("author") String author, @PathParam("slug") String slug) {
        return Models.endpoints(PracticeModel.of(author + "/" + slug));
    }

    @POST
    @Path("/v1/images/generations{async: (/async)?}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response generate(@PathParam("async") String async, @Context RoutingContext routing, InputStream body)
            throws IOException {
        return openAi(async, ImagesRequest.generation(body), routing);
    }

    @POST
    @Path("/v1/images/edits{async: (/async)?}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response edit(@PathParam("async") String async, @Context RoutingContext routing, InputStream body)
            throws IOException {
        return openAi(async, ImagesRequest.edit(body), routing);
    }

    @POST
    @Path("/v1/images/edits{async: (/async)?}")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response editForm(
            @PathParam("async") String async,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String type,
            @Context RoutingContext routing,
            InputStream body)
            throws IOException {
        try (Form form = forms.receive(type, body)) {
            return openAi(async, ImagesRequest.edit(form), routing);
        }
    }

    @GET
    @Path("/v1/images/tasks/{id}")
    public String task(@Context RoutingContext routing, @PathParam("id") String id) {
        return async.task(id, routing);
    }

    @GET
    @Path("/v1beta/models")
    public String geminiModels(
            @QueryParam("pageSize") @DefaultValue("50") String size,
            @QueryParam("pageToken") @DefaultValue("") String token) {
        return Models.geminiPage(size, token);
    }

    @GET
    @Path("/v1beta/models/{model}")
    public String geminiModel(@PathParam("model") String model) {
        return Models.gemini(PracticeModel.of(model));
    }

    @POST
    @Path("/v1beta/models/{model}:{method: generateContent|streamGenerateContent}")
    public Response gemini(
            @Context RoutingContext routing,
            @PathParam("model") String model,
            @PathParam("method") String method,
            InputStream body)
            throws IOException {
        Gemini.Request request = Gemini.Request.read(PracticeModel.of(model), body);
        boolean streamed = method.startsWith("stream");
        return upstream.answer(request.picture(), routing, assignment -> Gemini.answer(request, assignment, streamed));
    }

    private Response openAi(String mode, ImagesRequest request, RoutingContext routing) throws IOException {
        return mode.equals(ASYNC)
                ? upstream.answer(request.picture(), routing, async::accept)
                : images(request, routing);
    }

    private Response images(ImagesRequest request, RoutingContext routing) throws IOException {
        return upstream.answer(request.picture(), routing, request::answer);
    }
}
