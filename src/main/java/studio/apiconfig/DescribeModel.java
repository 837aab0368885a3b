package studio.apiconfig;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import studio.model.Carried;
import studio.model.ModelCapabilities;
import studio.model.ModelEntry;
import studio.model.ModelRegistry;
import studio.model.Protocol;
import studio.problem.Message;
import studio.problem.ProblemException;
import studio.upstream.Connection;
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamModel;
import studio.upstream.dialect.Dialects;
import studio.upstream.dialect.Providers;

/**
 * Describes what a model accepts over a connection, so that a form shows nothing else and nothing else is asked for. An upstream
 * that describes its models is asked, for a few seconds at most; without a key it is not asked.
 */
@Singleton
public class DescribeModel {

    /** @param protocol the one in use, never {@link Protocol#AUTO} */
    @Schema(name = "ModelDescription")
    public record Description(String configId, String model, Protocol protocol, ModelCapabilities capabilities) {}

    private final ApiConfigs configs;
    private final Providers providers;
    private final ModelRegistry registry;
    private final Dialects dialects;

    public DescribeModel(ApiConfigs configs, Providers providers, ModelRegistry registry, Dialects dialects) {
        this.configs = configs;
        this.providers = providers;
        this.registry = registry;
        this.dialects = dialects;
    }

    /**
     * @param configId null for the default one
     * @param model null for the config's own
     * @throws ProblemException 404 {@code config_not_found}
     */
    Description of(@Nullable String configId, @Nullable String model) {
        String id = configId == null ? "" : configId.strip();
        ApiConfig config =
                (id.isEmpty() ? configs.standard() : configs.find(id)).orElseThrow(() -> ApiConfigs.unknown(id));
        String asked = model == null || model.isBlank() ? config.model() : model.strip();
        return describe(config, asked);
    }

    /**
     * The models that the upstream of an API config has. Free of charge.
     *
     * @throws ProblemException 404, 400 as {@link ApiConfigs#connect}; 502 with {@code upstream} when it cannot be had
     */
    List<UpstreamModel> offered(String configId) {
        String model = configs.find(configId).map(ApiConfig::model).orElse("");
        Connection connection = configs.connect(configId, model);
        if (!providers.supports(connection.protocol())) {
            throw ProblemException.field(
                    "protocol",
                    Message.of(
                            "apiconfig.protocol_unsupported",
                            connection.protocol().wire()));
        }
        try {
            return providers.informant(connection).models(connection);
        } catch (UpstreamException e) {
            CheckApiConfig.FreeCallFailure failure = CheckApiConfig.FreeCallFailure.of(e);
            throw ProblemException.of(502, failure.code(), failure.sentence())
                    .withExtra("nextStep", failure.nextStep())
                    .withExtra("upstream", failure.upstream())
                    .causedBy(e);
        }
    }

    /** What a model accepts now, and over which protocol. */
    public Description describe(ApiConfig config, String model) {
        Protocol protocol;
        Optional<ModelEntry> discovered = Optional.empty();
        try {
            Connection connection = configs.connect(config.id(), model);
            protocol = connection.protocol();
            if (providers.supports(protocol)) {
                discovered = providers.of(protocol).discover(connection, model);
            }
        } catch (ProblemException noKey) {
            protocol = config.protocol() == Protocol.AUTO
                    ? providers.guess(config.endpoint(), config.dialect(), model)
                    : config.protocol();
        }
        Carried carried = dialects.vary(protocol)
                ? dialects.of(config.endpoint(), config.dialect(), protocol).carried()
                : registry.carriedBy(protocol);
        return new Description(config.id(), model, protocol, registry.of(protocol, model, carried, discovered));
    }
}
