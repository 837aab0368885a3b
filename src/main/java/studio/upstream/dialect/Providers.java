package studio.upstream.dialect;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import studio.model.Protocol;
import studio.upstream.Connection;
import studio.upstream.ImageProvider;

/** The adapters there are, and which of them an endpoint is for. */
@Singleton
public class Providers {
    private final Map<Protocol, ImageProvider> byProtocol = new EnumMap<>(Protocol.class);

    private final Dialects dialects;

    public Providers(@All List<ImageProvider> adapters, Dialects dialects) {
        this.dialects = dialects;
        adapters.forEach(adapter -> byProtocol.put(adapter.protocol(), adapter));
    }

    /** @throws IllegalArgumentException for {@link Protocol#AUTO} and for a protocol without an adapter */
    public ImageProvider of(Protocol protocol) {
        ImageProvider provider = byProtocol.get(protocol);
        if (provider == null) {
            throw new IllegalArgumentException("no adapter for " + protocol.wire());
        }
        return provider;
    }

    /**
     * The adapter to ask about a connection's models and account. On OpenRouter all forms share them, and its own adapter knows
     * them best, whatever form pictures are asked in.
     */
    public ImageProvider informant(Connection connection) {
        return of(Connection.toOpenRouter(connection.endpoint()) ? Protocol.OPENROUTER_IMAGES : connection.protocol());
    }

    public boolean supports(Protocol protocol) {
        return byProtocol.containsKey(protocol);
    }

    /**
     * What {@link Protocol#AUTO} means for a connection and a model: the best fitting protocol whose adapter offers the model. May
     * ask the upstream, for a few seconds at most.
     */
    public Protocol decide(Connection connection, String model) {
        return fitting(connection.endpoint(), connection.dialect(), model).stream()
                .filter(protocol -> of(protocol).offers(connection, model))
                .findFirst()
                .orElse(Protocol.OPENAI_CHAT);
    }

    /** The same from endpoint, dialect and model alone, without asking anybody. */
    public Protocol guess(URI endpoint, String dialect, String model) {
        return fitting(endpoint, dialect, model).getFirst();
    }

    /** The best one first. */
    private List<Protocol> fitting(URI endpoint, String dialect, String model) {
        String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
        String path = String.valueOf(endpoint.getPath()).toLowerCase(Locale.ROOT);
        if (path.contains("/chat/completions")) {
            return List.of(Protocol.OPENAI_CHAT);
        }
        Protocol settled = dialects.settled(endpoint, dialect).orElse(Protocol.OPENAI_IMAGES);
        if (settled != Protocol.OPENAI_IMAGES) {
            return List.of(settled);
        }
        boolean google =
                host.endsWith(".googleapis.com") || path.contains("/v1beta") || path.contains("generatecontent");
        if (google && !path.contains("/openai")) {
            return List.of(Protocol.GEMINI);
        }
        if (path.contains("/images/generations") || path.contains("/images/edits")) {
            return List.of(Protocol.OPENAI_IMAGES);
        }
        if (Connection.toOpenRouter(endpoint)) {
            return List.of(Protocol.OPENROUTER_IMAGES, Protocol.OPENAI_CHAT);
        }
        return dialects.of(endpoint, dialect).paintsOnly(model)
                ? List.of(Protocol.OPENAI_IMAGES, Protocol.OPENAI_CHAT)
                : List.of(Protocol.OPENAI_CHAT);
    }
}
