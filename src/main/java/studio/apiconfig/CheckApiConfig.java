package studio.apiconfig;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.upstream.UpstreamModel;
import studio.web.ProblemException;

/** Tries an upstream with a call that costs nothing: the list of its models. */
@Singleton
class CheckApiConfig {

    /**
     * What came of it.
     *
     * @param latencyMs how long the whole call took, in milliseconds
     * @param detail what was found; null when it failed
     * @param code the failure for programs; null when it went well
     * @param error the failure for people; null when it went well
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Result(
            boolean ok,
            long latencyMs,
            @Nullable String detail,
            @Nullable String code,
            @Nullable String error) {}

    private final ApiConfigs configs;
    private final ListModels models;

    CheckApiConfig(ApiConfigs configs, ListModels models) {
        this.configs = configs;
        this.models = models;
    }

    /** @throws ProblemException 404 for an unknown config; every other failure is a result */
    Result check(String id, boolean english) {
        if (configs.find(id).isEmpty()) {
            throw StoredApiConfigs.unknown(id);
        }
        long start = System.nanoTime();
        try {
            List<UpstreamModel> found = models.of(id);
            long painters = found.stream().filter(UpstreamModel::supportsImages).count();
            String detail = english
                    ? "Reached: " + found.size() + " models, " + painters + " of them make pictures"
                    : "连接正常：共 " + found.size() + " 个模型，其中 " + painters + " 个可以生成图片";
            return new Result(true, since(start), detail, null, null);
        } catch (ProblemException e) {
            return new Result(false, since(start), null, e.code(), e.message(english));
        }
    }

    private static long since(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
}
