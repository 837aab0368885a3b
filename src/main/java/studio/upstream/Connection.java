package studio.upstream;

import java.net.URI;
import java.util.Locale;
import studio.model.Protocol;

/**
 * An upstream to talk to, its key already resolved. Lives only as long as a call.
 *
 * @param endpoint a base URL ({@code https://openrouter.ai/api/v1}) or the full call URL ({@code …/chat/completions})
 * @param protocol never {@link Protocol#AUTO} where a call is made
 * @param dialect the name of a variant of the protocol, or {@code auto}: by host
 */
public record Connection(
        String configId, String label, URI endpoint, String apiKey, Protocol protocol, String dialect) {
    /** The dialect that is chosen by the endpoint's host. */
    public static final String BY_HOST = "auto";

    /** The same upstream in another form. */
    public Connection speaking(Protocol other) {
        return new Connection(configId, label, endpoint, apiKey, other, dialect);
    }

    /** The same upstream as a call was sent to it. */
    public Connection as(Ticket ticket) {
        return new Connection(configId, label, endpoint, apiKey, ticket.protocol(), ticket.dialect());
    }

    /** Whether a URL is one of OpenRouter's own hosts. */
    public static boolean toOpenRouter(URI url) {
        String host = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
        return host.equals("openrouter.ai") || host.endsWith(".openrouter.ai");
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "Connection[" + configId + ", " + endpoint + ", " + protocol + "]";
    }
}
