package studio.upstream.gemini;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a Gemini API behind what people type: a host, a base with or without its version, the list of models, or
 * the full URL of a call, whose model gives way to the request's. A key in the query string is left out: the key goes into
 * a header, and nowhere else.
 *
 * @param base what {@code /models/…} follows in paid calls
 * @param catalogue what {@code /models} follows in free calls; on Vertex AI the models are listed outside of a project
 * @param query what else stood in the query string, since some gateways route by it
 */
record GeminiEndpoint(
        String base, String catalogue, @Nullable String query) {
    private static final Pattern CALL = Pattern.compile("/models/[^/]+(?:/[^/]+)?:[A-Za-z]+$");
    private static final Pattern LIST = Pattern.compile("/models(?:/[^/]+)?$");
    private static final Pattern OPENAI_CALL =
            Pattern.compile("(?:/openai)?(?:/chat/completions|/images/generations|/images/edits)?$");
    private static final Pattern VERSION = Pattern.compile("/v\\d+(?:(?:alpha|beta)\\d*)?(?=/|$)");
    private static final Pattern OWN_PARAMETER =
            Pattern.compile("(?i)(?:key|access_token|\\$?alt|pageSize|pageToken)(?:=.*)?");
    private static final String VERTEX_MODELS = "/publishers/google";

    static GeminiEndpoint of(URI endpoint) {
        String text = endpoint.toString().replaceFirst("#.*", "");
        int mark = text.indexOf('?') >= 0 ? text.indexOf('?') : text.length();
        String address = text.substring(0, mark).replaceAll("/+$", "");
        int path = address.indexOf('/', address.indexOf("://") + 3);
        String origin = path < 0 ? address : address.substring(0, path);
        String base = path < 0 ? "" : address.substring(path);
        String query = mark < text.length() ? kept(text.substring(mark + 1)) : null;
        if (isVertex(endpoint, base)) {
            return vertex(origin, bare(base), query);
        }
        boolean fullCall = CALL.matcher(base).find();
        String api = origin + (fullCall ? bare(base) : preview(bare(base)));
        return new GeminiEndpoint(api, api, query);
    }

    private static String bare(String path) {
        if (CALL.matcher(path).find()) {
            return CALL.matcher(path).replaceFirst("");
        }
        return LIST.matcher(OPENAI_CALL.matcher(path).replaceFirst("")).replaceFirst("");
    }

    /** Pictures are asked for in {@code v1beta}: {@code v1} is what people know from relays' OpenAI form. */
    private static String preview(String path) {
        String base = path.endsWith("/v1") ? path.substring(0, path.length() - 3) : path;
        return VERSION.matcher(base).find() ? base : base + "/v1beta";
    }

    private static boolean isVertex(URI endpoint, String path) {
        return path.contains(VERTEX_MODELS)
                || String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT).endsWith("aiplatform.googleapis.com");
    }

    private static GeminiEndpoint vertex(String origin, String path, @Nullable String query) {
        String versioned = VERSION.matcher(path).find() ? path : path + "/v1";
        String base = versioned.contains(VERTEX_MODELS) ? versioned : versioned + VERTEX_MODELS;
        String prefix = VERSION.split(base, 2)[0];
        return new GeminiEndpoint(origin + base, origin + prefix + "/v1beta1" + VERTEX_MODELS, query);
    }

    private static @Nullable String kept(String query) {
        String others = Arrays.stream(query.split("&", -1))
                .filter(parameter -> !parameter.isEmpty()
                        && !OWN_PARAMETER.matcher(parameter).matches())
                .collect(Collectors.joining("&"));
        return others.isEmpty() ? null : others;
    }

    URI generate(String model) {
        return at(base + "/models/" + segment(model) + ":generateContent", null);
    }

    URI model(String model) {
        return at(catalogue + "/models/" + segment(model), null);
    }

    /** @param pageToken of the page before; null for the first page */
    URI models(int pageSize, @Nullable String pageToken) {
        String page = "pageSize=" + pageSize + (pageToken == null ? "" : "&pageToken=" + encoded(pageToken));
        return at(catalogue + "/models", page);
    }

    private URI at(String address, @Nullable String parameters) {
        String all = query == null ? parameters : parameters == null ? query : query + "&" + parameters;
        return URI.create(address + (all == null ? "" : "?" + all));
    }

    /** Relays have models such as {@code google/gemini-3-pro-image}: their slash stays one. */
    private static String segment(String model) {
        return Arrays.stream(GeminiModels.id(model).split("/", -1))
                .map(GeminiEndpoint::encoded)
                .collect(Collectors.joining("/"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
