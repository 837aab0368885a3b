package studio.apiconfig;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.model.ModelCapabilities;
import studio.model.ModelEntry;
import studio.model.ModelRegistry;
import studio.model.Option;
import studio.model.Protocol;
import studio.upstream.Dialects;
import studio.upstream.Providers;
import studio.web.ProblemException;

/** Says what a model accepts over a connection, so that a form shows nothing else and nothing else is asked for. */
@Singleton
public class DescribeModel {

    /** @param protocol the one that is spoken, never {@link Protocol#AUTO} */
    record Description(String configId, String model, Protocol protocol, ModelCapabilities capabilities) {}

    private final ApiConfigs configs;
    private final Providers providers;
    private final ModelRegistry registry;
    private final Dialects dialects;

    DescribeModel(ApiConfigs configs, Providers providers, ModelRegistry registry, Dialects dialects) {
        this.dialects = dialects;
        this.configs = configs;
        this.providers = providers;
        this.registry = registry;
    }

    /**
     * @param configId null for the default one
     * @param model null for the config's own
     * @throws ProblemException 404 {@code config_not_found}
     */
    Description of(@Nullable String configId, @Nullable String model) {
        String id = configId == null ? "" : configId.strip();
        ApiConfig config =
                (id.isEmpty() ? configs.standard() : configs.find(id)).orElseThrow(() -> StoredApiConfigs.unknown(id));
        String asked = model == null || model.isBlank() ? config.model() : model.strip();
        Protocol protocol = spoken(config, asked);
        return new Description(config.id(), asked, protocol, capabilities(config, protocol, asked));
    }

    /** What can be asked of a model over a connection. */
    public ModelCapabilities capabilities(ApiConfig config, String model) {
        return capabilities(config, spoken(config, model), model);
    }

    private ModelCapabilities capabilities(ApiConfig config, Protocol protocol, String model) {
        // No form's adapter asks its upstream yet; what one is told comes in here.
        Optional<ModelEntry> discovered = Optional.empty();
        Set<Option> carried = protocol == Protocol.OPENAI_IMAGES
                ? dialects.carried(config.endpoint(), config.dialect())
                : registry.carriedBy(protocol);
        return registry.of(protocol, model, carried, discovered);
    }

    private Protocol spoken(ApiConfig config, String model) {
        return config.protocol() == Protocol.AUTO
                ? providers.guess(config.endpoint(), config.dialect(), model)
                : config.protocol();
    }
}
