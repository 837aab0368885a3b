package studio.task.request;

import jakarta.inject.Singleton;
import java.util.Optional;
import studio.apiconfig.ApiConfigs;
import studio.apiconfig.DescribeModel;
import studio.model.ModelCapabilities;
import studio.task.GenerationRequest;

/** What the model of an accepted request can do: as it is told today, which may differ from when it was accepted. */
@Singleton
public class RequestedModel {
    private final ApiConfigs configs;
    private final DescribeModel models;

    public RequestedModel(ApiConfigs configs, DescribeModel models) {
        this.configs = configs;
        this.models = models;
    }

    /** Empty when the API config is gone. */
    public Optional<ModelCapabilities> of(GenerationRequest request) {
        return configs.find(request.configId()).map(config -> models.capabilities(config, request.model()));
    }
}
