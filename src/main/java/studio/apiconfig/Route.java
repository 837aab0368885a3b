package studio.apiconfig;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import studio.model.Protocol;

/**
 * Where and in which form an API config sends calls for a model, without its key. Stored with tasks.
 *
 * @param endpoint as {@link ApiConfig#endpoint}
 * @param protocol never {@link Protocol#AUTO}
 */
@RegisterForReflection
public record Route(String label, URI endpoint, Protocol protocol, String dialect) {}
