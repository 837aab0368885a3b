package studio.apiconfig;

import jakarta.validation.Valid;
import jakarta.validation.groups.ConvertGroup;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import studio.config.ApiConfigEntry;
import studio.config.Checks;
import studio.model.Protocol;
import studio.problem.Language;
import studio.problem.ProblemException;
import studio.upstream.UpstreamModel;
import studio.upstream.dialect.Dialects;
import studio.web.server.HttpSettings;

/** The connections to upstreams, whose keys go in and never come out, and what their models accept. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "API configs")
public class ApiConfigResource {

    /**
     * @param defaultConfigId the empty string when there is no API config
     * @param dialects the variants that a config may name, beside {@code auto}
     * @param practiceUpstream whether the server offers its own upstream to practise with
     */
    record ApiConfigList(
            List<ApiConfig> configs, String defaultConfigId, List<DialectName> dialects, boolean practiceUpstream) {}

    /** @param label for people; a name of a product or provider, the same in all languages */
    record DialectName(String name, String label, Protocol protocol) {}

    record OneApiConfig(ApiConfig config) {}

    record DefaultApiConfig(String defaultConfigId) {}

    record OfferedModels(List<UpstreamModel> models) {}

    private final ApiConfigs configs;
    private final EditApiConfigs edit;
    private final DescribeModel describe;
    private final CheckApiConfig check;
    private final Dialects dialects;
    private final boolean sandbox;

    ApiConfigResource(
            ApiConfigs configs,
            EditApiConfigs edit,
            DescribeModel describe,
            CheckApiConfig check,
            Dialects dialects,
            HttpSettings settings) {
        this.configs = configs;
        this.edit = edit;
        this.describe = describe;
        this.check = check;
        this.dialects = dialects;
        this.sandbox = settings.sandbox();
    }

    @GET
    @Path("/api-configs")
    @Operation(summary = "The API configs, without their keys, and what they may choose from")
    public ApiConfigList list() {
        return new ApiConfigList(
                configs.all(),
                configs.standard().map(ApiConfig::id).orElse(""),
                dialects.all().stream()
                        .map(one -> new DialectName(one.name(), one.label(), one.protocol()))
                        .toList(),
                sandbox);
    }

    @POST
    @Path("/api-configs")
    @Operation(summary = "Adds an API config; the first one becomes the default")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            allOf = ApiConfigEntry.class,
                                            requiredProperties = {"id", "label", "endpoint", "model", "apiKey"})))
    public OneApiConfig add(@Valid @ConvertGroup(to = Checks.Added.class) @Nullable ApiConfigEntry input) {
        return new OneApiConfig(edit.add(ProblemException.present(input)));
    }

    @PUT
    @Operation(summary = "Changes the given fields; an empty key keeps the stored one")
    @Path("/api-configs/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public OneApiConfig change(
            String id, @Valid @ConvertGroup(to = Checks.Typed.class) @Nullable ApiConfigEntry input) {
        return new OneApiConfig(edit.change(id, ProblemException.present(input)));
    }

    @DELETE
    @Operation(summary = "Removes an API config; the first one left becomes the default")
    @Path("/api-configs/{id}")
    public OneApiConfig remove(String id) {
        return new OneApiConfig(edit.remove(id));
    }

    @POST
    @Operation(summary = "Makes an API config the default")
    @Path("/api-configs/{id}/default")
    public DefaultApiConfig makeDefault(String id) {
        return new DefaultApiConfig(edit.makeDefault(id));
    }

    @GET
    @Operation(summary = "The models that the upstream offers")
    @Path("/api-configs/{id}/models")
    public OfferedModels models(String id) {
        return new OfferedModels(describe.offered(id));
    }

    @POST
    @Path("/api-configs/{id}/test")
    @Operation(summary = "Tries an API config with a call that costs nothing")
    public CheckApiConfig.Result test(String id, @HeaderParam("Accept-Language") @Nullable String languages) {
        return check.check(id, Language.of(languages));
    }

    @GET
    @Path("/models/capabilities")
    @Operation(
            summary = "What a model accepts",
            description = "Of the default API config and its own model unless others are named.")
    public DescribeModel.Description capabilities(
            @QueryParam("configId") @Nullable String configId, @QueryParam("model") @Nullable String model) {
        return describe.of(configId, model);
    }
}
