package studio.apiconfig;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What models accept. */
@Path("/api/models")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "API configs")
public class ModelResource {
    private final DescribeModel describe;

    ModelResource(DescribeModel describe) {
        this.describe = describe;
    }

    @GET
    @Path("/capabilities")
    @Operation(
            summary = "What a model accepts",
            description = "Of the default API config and its own model unless others are named.")
    public DescribeModel.Description capabilities(
            @QueryParam("configId") @Nullable String configId, @QueryParam("model") @Nullable String model) {
        return describe.of(configId, model);
    }
}
