package studio.apiconfig;

import jakarta.inject.Singleton;
import java.util.List;
import studio.problem.Message;
import studio.problem.ProblemException;
import studio.upstream.Connection;
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamModel;
import studio.upstream.dialect.Providers;

/** Asks an upstream which models it has. Free of charge. */
@Singleton
class ListModels {
    private final ApiConfigs configs;
    private final Providers providers;

    ListModels(ApiConfigs configs, Providers providers) {
        this.configs = configs;
        this.providers = providers;
    }

    /** @throws ProblemException 404, 400 as {@link ApiConfigs#connect}; 502 with {@code upstream} when it cannot be had */
    List<UpstreamModel> of(String configId) {
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
            FreeCallFailure failure = FreeCallFailure.of(e);
            throw ProblemException.of(502, failure.code(), failure.sentence())
                    .withExtra("nextStep", failure.nextStep())
                    .withExtra("upstream", failure.upstream())
                    .causedBy(e);
        }
    }
}
