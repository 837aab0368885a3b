package studio.task.answer;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import studio.upstream.UpstreamException;
import studio.usage.Cost;

/**
 * What a call ends with.
 *
 * @param pictures how many it made
 * @param cost as reported, or estimated; null when unknown
 * @param turn the model's own turn, for a later one
 * @param shortfall why it made fewer pictures than it was for
 */
public record CallEnd(
        int pictures,
        @Nullable Cost cost,
        @Nullable JsonNode turn,
        @Nullable UpstreamException shortfall) {}
