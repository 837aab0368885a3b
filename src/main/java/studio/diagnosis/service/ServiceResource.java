package studio.diagnosis.service;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import studio.problem.Language;

/** The server itself. */
@Path("/api/service")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Service")
public class ServiceResource {
    private final DescribeService describe;

    ServiceResource(DescribeService describe) {
        this.describe = describe;
    }

    @GET
    @Operation(
            summary = "The server: version, health, queue, storage and limits",
            description = "Cheap enough to be asked every few seconds.")
    public ServiceDescription service(@HeaderParam("Accept-Language") @Nullable String languages) {
        return describe.now(Language.of(languages));
    }
}
