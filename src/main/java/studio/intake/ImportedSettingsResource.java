package studio.intake;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import studio.config.CurrentConfig;
import studio.config.OtherConfig;
import studio.config.OtherConfig.Outcome;
import studio.storage.Ids;

/** The API configs and templates of an earlier server that an import has brought: looked at first, then merged. */
@Path("/api/imports")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Service")
public class ImportedSettingsResource {

    /**
     * An API config of the imported file, without its key.
     *
     * @param outcome whether it is "new", the "same" as one here, "different" from one of its name, or "unusable"
     * @param withKey whether its key comes along
     */
    @Schema(name = "ImportedProvider")
    record ProviderView(String name, String host, String model, boolean withKey, String outcome) {
        static ProviderView of(OtherConfig.Provider found) {
            return new ProviderView(
                    found.name(),
                    found.host(),
                    found.model(),
                    found.withKey(),
                    found.outcome().name().toLowerCase(Locale.ROOT));
        }
    }

    /** What a merge would do with the templates, in numbers. */
    @Schema(name = "ImportedTemplates")
    record TemplateCounts(int added, int same, int different, int unusable) {}

    @Schema(name = "ImportedSettings")
    record SettingsView(List<ProviderView> providers, TemplateCounts templates) {}

    /** @param replace whether those of the same name become what the file says */
    @Schema(name = "MergeSettings")
    record Merge(@Nullable Boolean replace) {}

    /** @param withoutKey names of the API configs whose key has to be typed */
    @Schema(name = "MergedSettings")
    record MergedView(int providers, int templates, List<String> withoutKey) {}

    private final Intakes intakes;
    private final CurrentConfig config;
    private final Ids ids;

    ImportedSettingsResource(Intakes intakes, CurrentConfig config, Ids ids) {
        this.intakes = intakes;
        this.config = config;
        this.ids = ids;
    }

    @GET
    @Path("{id}/settings")
    @Operation(summary = "What merging the imported app.config.json would do; keys are never shown")
    public SettingsView plan(@PathParam("id") String id) {
        OtherConfig.Plan plan = intakes.settings(id).plan(config.current());
        return new SettingsView(
                plan.providers().stream().map(ProviderView::of).toList(),
                new TemplateCounts(
                        plan.templates().getOrDefault(Outcome.NEW, 0),
                        plan.templates().getOrDefault(Outcome.SAME, 0),
                        plan.templates().getOrDefault(Outcome.DIFFERENT, 0),
                        plan.templates().getOrDefault(Outcome.UNUSABLE, 0)));
    }

    @POST
    @Path("{id}/settings")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Merges the imported app.config.json by name",
            description = "The password of the other server and references to its secrets are not taken.")
    public MergedView merge(@PathParam("id") String id, @Nullable Merge request) {
        OtherConfig found = intakes.settings(id);
        boolean replace = request != null && Boolean.TRUE.equals(request.replace());
        OtherConfig.Merged merged = config.edit(tree -> found.merge(tree, replace, ids::next));
        intakes.forgetSettings(id);
        return new MergedView(merged.providers(), merged.templates(), merged.withoutKey());
    }

    @DELETE
    @Path("{id}/settings")
    @Operation(summary = "Forgets the imported app.config.json")
    public void forget(@PathParam("id") String id) {
        intakes.forgetSettings(id);
    }
}
