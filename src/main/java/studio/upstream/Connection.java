package studio.upstream;

import java.net.URI;
import studio.model.Protocol;

/**
 * An upstream to talk to, its key already resolved. Lives only as long as a call.
 *
 * @param endpoint a base URL ({@code https://openrouter.ai/api/v1}) or the full call URL ({@code …/chat/completions})
 * @param protocol never {@link Protocol#AUTO}
 */
public record Connection(String configId, String label, URI endpoint, String apiKey, Protocol protocol) {

    /** Never shows the key. */
    @Override
    public String toString() {
        return "Connection[" + configId + ", " + endpoint + ", " + protocol + "]";
    }
}
