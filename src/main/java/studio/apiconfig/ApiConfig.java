package studio.apiconfig;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import studio.model.Protocol;

/**
 * A connection to an upstream as people manage it; the key itself never leaves {@code studio.apiconfig} but inside a
 * {@link studio.upstream.Connection}.
 */
public record ApiConfig(
        String id,
        String label,
        URI endpoint,
        String model,
        @Nullable String description,
        Protocol protocol,
        boolean isDefault,
        boolean hasApiKey) {}
