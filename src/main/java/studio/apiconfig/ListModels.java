package studio.apiconfig;

import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.upstream.Connection;
import studio.upstream.Providers;
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamModel;
import studio.web.ProblemException;

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
                    "暂不支持协议 " + connection.protocol().wire(),
                    "The protocol " + connection.protocol().wire() + " is not supported");
        }
        try {
            return providers.of(connection.protocol()).models(connection);
        } catch (UpstreamException e) {
            throw ProblemException.of(502, e.code(), e.message(false), e.message(true))
                    .withExtra("upstream", upstream(e))
                    .causedBy(e);
        }
    }

    private static Map<String, Object> upstream(UpstreamException e) {
        Map<String, Object> told = new LinkedHashMap<>();
        if (e.status() != 0) {
            told.put("status", e.status());
        }
        put(told, "code", e.upstreamCode());
        put(told, "message", e.upstreamMessage());
        put(told, "requestId", e.requestId());
        return told;
    }

    private static void put(Map<String, Object> map, String name, @Nullable String value) {
        if (value != null) {
            map.put(name, value);
        }
    }
}
