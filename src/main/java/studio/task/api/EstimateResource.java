package studio.task.api;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import studio.problem.WholeNumber;

/** What a generation is expected to cost and to take. */
@Path("/api/generate/estimate")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Generation")
public class EstimateResource {
    private static final int MAX_PICTURES = 100;

    private final EstimateGeneration estimate;

    EstimateResource(EstimateGeneration estimate) {
        this.estimate = estimate;
    }

    @GET
    @Operation(
            summary = "What a generation is expected to cost and to take, and what a budget leaves",
            description =
                    "For all its pictures and behind the tasks that wait now, by the price list and past runs. Sends nothing.")
    public EstimateGeneration.Estimate of(
            @QueryParam("configId") @Nullable String configId,
            @QueryParam("model") @Nullable String model,
            @QueryParam("imageSize") @Nullable String imageSize,
            @QueryParam("quality") @Nullable String quality,
            @Parameter(description = "1 to 100, 1 when absent", schema = @Schema(type = SchemaType.INTEGER))
                    @QueryParam("n")
                    @Nullable
                    String n,
            @Parameter(description = "Whether there are reference pictures") @QueryParam("references")
                    boolean references) {
        int pictures = WholeNumber.read("n", n, 1, MAX_PICTURES);
        return estimate.of(new EstimateGeneration.Asked(configId, model, imageSize, quality, pictures, references));
    }
}
