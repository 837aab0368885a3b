package studio.upstream;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model that an upstream offers.
 *
 * @param upstream the upstream's own fields, shown beside ours
 */
public record UpstreamModel(
        String id,
        String name,
        @Nullable String description,
        boolean supportsImages,
        @JsonAnyGetter Map<String, JsonNode> upstream) {}
