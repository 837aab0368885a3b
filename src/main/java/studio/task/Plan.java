package studio.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;
import studio.apiconfig.ApiConfig.Route;
import studio.model.ModelCapabilities;
import studio.model.Price;

/**
 * How the calls of a task are made, resolved once, when it is accepted: a later edit of its API config changes the key and nothing
 * else.
 *
 * @param perCall pictures that one call may ask for, at least 1
 * @param references what the model accepts
 * @param price expected; null when unknown
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Plan(
        Route route,
        int perCall,
        ModelCapabilities.References references,
        @Nullable Price price) {

    public static Plan of(Route route, ModelCapabilities can) {
        return new Plan(route, can.pictures().perCall(), can.references(), can.price());
    }
}
