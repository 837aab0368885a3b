package studio.task.request;

import jakarta.inject.Singleton;
import studio.apiconfig.ApiConfig;
import studio.apiconfig.ApiConfigs;
import studio.apiconfig.DescribeModel;
import studio.model.ModelCapabilities;
import studio.task.GenerationRequest;
import studio.task.Plan;

/** Resolves how the calls of a request are made. The upstream may be asked what it offers, for a few seconds at most. */
@Singleton
public class PlanRequest {
    private final ApiConfigs configs;
    private final DescribeModel models;

    public PlanRequest(ApiConfigs configs, DescribeModel models) {
        this.configs = configs;
        this.models = models;
    }

    /**
     * @param pictures as requested
     * @throws studio.problem.ProblemException 400 with the first field that the model does not support
     */
    GenerationRequest checked(GenerationRequest request, ApiConfig config, int pictures) {
        DescribeModel.Description model = models.describe(config, request.model());
        RequestCheck.check(request, model.capabilities(), pictures);
        return planned(request, config, model);
    }

    /** The request by the API config as it is now; unchanged when that is gone. */
    public GenerationRequest planned(GenerationRequest request) {
        return configs.find(request.configId())
                .map(config -> planned(request, config, models.describe(config, request.model())))
                .orElse(request);
    }

    private static GenerationRequest planned(
            GenerationRequest request, ApiConfig config, DescribeModel.Description model) {
        ModelCapabilities can = model.capabilities();
        return request.planned(Plan.of(config.route(model.protocol()), can));
    }
}
