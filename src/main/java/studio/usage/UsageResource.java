package studio.usage;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What calls cost. */
@Path("/api/usage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage")
public class UsageResource {
    private final ReportUsage report;

    UsageResource(ReportUsage report) {
        this.report = report;
    }

    @GET
    @Operation(
            summary = "What calls cost, by day, API config and model",
            description =
                    "Sums that upstreams told and sums that are estimated stay apart. Of API configs and models the 200"
                            + " costliest are listed; the rest is in `others`.")
    public Usage totals(@BeanParam UsageParameters parameters) {
        return report.report(parameters);
    }
}
