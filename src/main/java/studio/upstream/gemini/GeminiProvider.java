package studio.upstream.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
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
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamModel;
import studio.upstream.answer.ModelList;
import studio.upstream.transport.Body;
import studio.upstream.transport.Body.Fields;
import studio.upstream.transport.Target;
import studio.upstream.transport.UpstreamCalls;

/** Pictures through {@code generateContent}; one call makes one picture, as the API has no count. */
@Singleton
class GeminiProvider implements ImageProvider {
    private static final int PAGE = 1000;

    /** An upstream that always names a next page is not followed for ever. */
    private static final int MAX_PAGES = 20;

    private static final List<String> LISTS = List.of("models", "publisherModels", "data");
    private static final List<String> METHODS =
            List.of("supportedGenerationMethods", "supported_generation_methods", "supportedActions");
    private static final List<String> SHOWN_UPSTREAM =
            List.of("supportedGenerationMethods", "version", "inputTokenLimit", "outputTokenLimit", "thinking");

    /** Imagen has a call of its own, {@code predict}. */
    private static final Pattern MAKES_PICTURES = Pattern.compile("image(?!n)|banana");

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
        return calls.paid(target(connection, url), exchange, Billing.FAILURES_MAY_COST, Body.json(content(request)));
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

    /** The API wants an upper-case K, and calls the half size {@code 512}; the first picture model has one size and refuses a size. */
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

    /** Page by page, as the Gemini API, Vertex AI and relays list them; the end is where no next page is named, or a known one. */
    @Override
    public List<UpstreamModel> models(Connection connection) {
        GeminiEndpoint endpoint = GeminiEndpoint.of(connection.endpoint());
        ModelList models = new ModelList();
        Set<String> tokens = new HashSet<>();
        String token = null;
        do {
            JsonNode page = calls.json(target(connection, endpoint.models(PAGE, token)));
            list(page).forEach(entry -> model(entry).ifPresent(models::add));
            token = ModelList.text(page, "nextPageToken", "next_page_token");
        } while (token != null && tokens.add(token) && tokens.size() < MAX_PAGES);
        return models.sorted();
    }

    private static JsonNode list(JsonNode answer) {
        for (String name : LISTS) {
            if (answer.path(name).isArray()) {
                return answer.get(name);
            }
        }
        // An empty list is left out of Google's JSON, so that the last page may be an empty object.
        if (answer.isArray() || answer.isEmpty() || answer.has("nextPageToken")) {
            return answer;
        }
        throw FailureCode.WRONG_PATH.because("the answer is no list of models");
    }

    /** Empty for an entry without a name. */
    private static Optional<UpstreamModel> model(JsonNode entry) {
        String resource = entry.isTextual() ? entry.asText() : ModelList.text(entry, "name", "id");
        String id = resource == null ? "" : GeminiEndpoint.id(resource);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        String name = ModelList.text(entry, "displayName", "display_name");
        boolean pictures = MAKES_PICTURES.matcher(id.toLowerCase(Locale.ROOT)).find() && generates(entry);
        return Optional.of(ModelList.model(id, entry, name, pictures, SHOWN_UPSTREAM));
    }

    private static boolean generates(JsonNode entry) {
        return METHODS.stream()
                .map(entry::path)
                .filter(JsonNode::isArray)
                .findFirst()
                .map(methods -> ModelList.has(methods, "generateContent"))
                .orElse(true);
    }

    /** Asks for the model by name, then for the list: a model that is not there is distinguished from an API that is not. */
    @Override
    public ConnectionCheck check(Connection connection, String model) {
        URI url = GeminiEndpoint.of(connection.endpoint()).model(model);
        Optional<UpstreamModel> wanted = calls.found(target(connection, url)).flatMap(GeminiProvider::model);
        List<UpstreamModel> models;
        try {
            models = models(connection);
        } catch (UpstreamException e) {
            if (wanted.isEmpty() || e.failure() != FailureCode.WRONG_PATH) {
                throw e;
            }
            models = List.of(wanted.get());
        }
        ConnectionCheck check = ConnectionCheck.of(models, GeminiEndpoint.id(model), null);
        return wanted.isPresent() ? check.withModel() : check;
    }
}
