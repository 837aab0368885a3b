package studio.upstream.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.model.Protocol;
import studio.upstream.Answer;
import studio.upstream.Billing;
import studio.upstream.Connection;
import studio.upstream.ConnectionCheck;
import studio.upstream.Exchange;
import studio.upstream.FailureCode;
import studio.upstream.ImageProvider;
import studio.upstream.ImageRequest;
import studio.upstream.Outcome;
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamModel;
import studio.upstream.transport.Body;
import studio.upstream.transport.Body.Fields;
import studio.upstream.transport.Target;
import studio.upstream.transport.UpstreamCalls;

/** Pictures through {@code generateContent}; one call makes one picture, as the API has no count. */
@Singleton
class GeminiProvider implements ImageProvider {
    private final UpstreamCalls calls;

    GeminiProvider(UpstreamCalls calls) {
        this.calls = calls;
    }

    @Override
    public Protocol protocol() {
        return Protocol.GEMINI;
    }

    @Override
    public Answer generate(ImageRequest request, Exchange exchange) {
        Connection connection = request.connection();
        URI url = GeminiEndpoint.of(connection.endpoint()).generate(request.model());
        return calls.paid(
                target(connection, url),
                exchange,
                Billing.FAILURES_MAY_COST,
                folder -> Body.json(folder, content(request)));
    }

    /** Prompt and reference pictures are parts of one turn; of the options it has only ratio, size tier and search ({@code ImageConfig}). */
    private static Fields content(ImageRequest request) {
        List<Object> parts = new ArrayList<>();
        if (!request.prompt().isBlank() || request.references().isEmpty()) {
            parts.add(new Fields().with("text", request.prompt()));
        }
        request.references()
                .forEach(picture -> parts.add(new Fields()
                        .with(
                                "inlineData",
                                new Fields()
                                        .with("mimeType", picture.mediaType())
                                        .with("data", Body.base64(picture)))));
        Fields image = new Fields()
                .with("aspectRatio", request.options().aspectRatio())
                .with("imageSize", size(request));
        return new Fields()
                .with("contents", List.of(new Fields().with("role", "user").with("parts", parts)))
                .with(
                        "generationConfig",
                        new Fields()
                                .with("responseModalities", List.of("TEXT", "IMAGE"))
                                .with("imageConfig", image))
                .with("tools", request.options().googleSearch() ? List.of(Map.of("googleSearch", Map.of())) : null);
    }

    /** The API wants an upper-case K, and calls the half size {@code 512}; the first picture model has one size and refuses to be told. */
    private static @Nullable String size(ImageRequest request) {
        String asked = request.options().imageSize();
        if (asked == null || request.model().toLowerCase(Locale.ROOT).contains("gemini-2.5-flash-image")) {
            return null;
        }
        String size = asked.strip().toUpperCase(Locale.ROOT);
        return size.equals("0.5K") || size.equals("512PX") ? "512" : size;
    }

    /**
     * With the key in the headers that fit it. Google takes an API key in {@code x-goog-api-key} and answers 401 as soon as an
     * {@code Authorization} header that is no OAuth token stands beside it; a relay that passes headers on would run into the same.
     * So Google's own keys ({@code AIza…}, {@code AQ.…}) travel in that header alone, and OAuth tokens ({@code ya29.…}, Vertex AI)
     * as a bearer alone. Relays with keys of their own differ: some read only the one header, some only the other.
     */
    static Target target(Connection connection, URI url) {
        String key = connection.apiKey();
        if (key.startsWith("ya29.")) {
            return Target.bearer(connection, url);
        }
        boolean googles = key.startsWith("AIza")
                || key.startsWith("AQ.")
                || String.valueOf(url.getHost()).toLowerCase(Locale.ROOT).endsWith(".googleapis.com");
        return (googles ? Target.of(connection, url) : Target.bearer(connection, url)).with("x-goog-api-key", key);
    }

    @Override
    public List<UpstreamModel> models(Connection connection) {
        return GeminiModels.all(GeminiEndpoint.of(connection.endpoint()), url -> calls.json(target(connection, url)));
    }

    /** Asks for the model by name, then for the list: a model that is not there is told apart from an API that is not. */
    @Override
    public ConnectionCheck check(Connection connection, String model) {
        UpstreamModel wanted = named(connection, model);
        ConnectionCheck check = ConnectionCheck.of(listed(connection, wanted), GeminiModels.id(model), null);
        return wanted == null ? check : check.withModel();
    }

    private @Nullable UpstreamModel named(Connection connection, String model) {
        try {
            URI url = GeminiEndpoint.of(connection.endpoint()).model(model);
            JsonNode entry = calls.json(target(connection, url));
            return GeminiModels.model(entry);
        } catch (UpstreamException e) {
            throwUnlessNothingThere(e);
            return null;
        }
    }

    private List<UpstreamModel> listed(Connection connection, @Nullable UpstreamModel wanted) {
        try {
            return models(connection);
        } catch (UpstreamException e) {
            throwUnlessNothingThere(e);
            if (wanted == null) {
                throw new UpstreamException(FailureCode.WRONG_PATH, Outcome.FINAL, e.told(), e);
            }
            return List.of(wanted);
        }
    }

    /** Every failure but that nothing is served at the address says something of the connection. */
    private static void throwUnlessNothingThere(UpstreamException e) {
        boolean nothing = e.status() == 404
                || e.status() == 405
                || e.failure() == FailureCode.UNREADABLE_ANSWER
                || e.failure() == FailureCode.WRONG_PATH;
        if (!nothing) {
            throw e;
        }
    }
}
