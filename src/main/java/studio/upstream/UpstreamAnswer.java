package studio.upstream;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What the API tells of an upstream's own answer to a failed call, for the API's description alone: it travels as a map that
 * holds what is known.
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
        @Nullable String requestId) {}
