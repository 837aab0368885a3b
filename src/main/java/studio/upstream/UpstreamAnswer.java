package studio.upstream;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the API reports of an upstream's own answer to a failed call. The record is for the API's description: what is known travels
 * as a map.
 *
 * @param status its HTTP status
 * @param code its own error code
 * @param message its own words, keys redacted
 * @param requestId its id of the call
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UpstreamAnswer(
        @Nullable Integer status,
        @Nullable String code,
        @Nullable String message,
        @Nullable String requestId) {

    /** Of a failed call; empty when the upstream did not answer. */
    public static Map<String, Object> known(UpstreamException failure) {
        Map<String, Object> known = new LinkedHashMap<>();
        if (failure.status() != 0) {
            known.put("status", failure.status());
        }
        put(known, "code", failure.upstreamCode());
        put(known, "message", failure.upstreamMessage());
        put(known, "requestId", failure.requestId());
        return known;
    }

    private static void put(Map<String, Object> map, String name, @Nullable String value) {
        if (value != null) {
            map.put(name, value);
        }
    }
}
