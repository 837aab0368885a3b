package studio.practice.chat;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import studio.practice.Studio;

/** Chat completions under {@code /sandbox/v1}. */
@Path("/sandbox")
@Singleton
@PermitAll
@Produces(MediaType.WILDCARD)
public class ChatResource {
    private final Studio studio;

    ChatResource(Studio studio) {
        this.studio = studio;
    }

    @POST
    @Path("/v1/chat/completions")
    @Blocking
    @Operation(hidden = true)
    public Response complete(@Context RoutingContext routing, InputStream body) throws IOException {
        return studio.answer(ChatRequestReader.read(body), routing, ChatAnswer::of);
    }
}
