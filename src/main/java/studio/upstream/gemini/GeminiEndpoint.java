package studio.upstream.gemini;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import studio.upstream.transport.ApiBase;

/**
 * The addresses of a Gemini API behind what people type: a host, a base with or without its version, the list of models, or
 * the full URL of a call, whose model gives way to the request's. A key in the query string is left out: the key goes into
 * a header, and nowhere else.
 *
 * @param base what {@code /models/…} follows in paid calls
 * @param catalogue what {@code /models} follows in free calls; on Vertex AI the models are listed outside of a project
 */
record GeminiEndpoint(ApiBase base, ApiBase catalogue) {
    private static final Pattern CALL = Pattern.compile("/models/[^/]+(?:/[^/]+)?:[A-Za-z]+$");
    private static final Pattern LIST = Pattern.compile("/models(?:/[^/]+)?$");
    private static final Pattern OPENAI_CALL =
            Pattern.compile("(?:/openai)?(?:/chat/completions|/images/generations|/images/edits)?$");
    private static final Pattern VERSION = Pattern.compile("/v\\d+(?:(?:alpha|beta)\\d*)?(?=/|$)");
    private static final Pattern OWN_PARAMETER =
            Pattern.compile("(?i)(?:key|access_token|\\$?alt|pageSize|pageToken)(?:=.*)?");
    private static final String VERTEX_MODELS = "/publishers/google";

    static GeminiEndpoint of(URI endpoint) {
        ApiBase typed = ApiBase.typed(endpoint);
        String address = typed.base();
        int path = address.indexOf('/', address.indexOf("://") + 3);
        String origin = path < 0 ? address : address.substring(0, path);
        String base = path < 0 ? "" : address.substring(path);
        String query = typed.query() == null ? null : kept(typed.query());
        if (isVertex(endpoint, base)) {
            return vertex(origin, bare(base), query);
        }
        boolean fullCall = CALL.matcher(base).find();
        ApiBase api = new ApiBase(origin + (fullCall ? bare(base) : preview(bare(base))), query);
        return new GeminiEndpoint(api, api);
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
        return new GeminiEndpoint(
                new ApiBase(origin + base, query), new ApiBase(origin + prefix + "/v1beta1" + VERTEX_MODELS, query));
    }

    private static @Nullable String kept(String query) {
        String others = Arrays.stream(query.split("&", -1))
                .filter(parameter -> !parameter.isEmpty()
                        && !OWN_PARAMETER.matcher(parameter).matches())
                .collect(Collectors.joining("&"));
        return others.isEmpty() ? null : others;
    }

    /** {@code models/x} and {@code publishers/google/models/x} are names of the resource {@code x}. */
    static String id(String name) {
        String slash = "/" + name.strip();
        int at = slash.lastIndexOf("/models/");
        return at < 0 ? name.strip() : slash.substring(at + "/models/".length());
    }

    URI generate(String model) {
        return base.at("/models/" + segment(model) + ":generateContent");
    }

    URI model(String model) {
        return catalogue.at("/models/" + segment(model));
    }

    /** @param pageToken of the page before; null for the first page */
    URI models(int pageSize, @Nullable String pageToken) {
        String page = "pageSize=" + pageSize + (pageToken == null ? "" : "&pageToken=" + ApiBase.encoded(pageToken));
        return catalogue.at("/models", page);
    }

    /** Relays have models such as {@code google/gemini-3-pro-image}: their slash stays one. */
    private static String segment(String model) {
        return Arrays.stream(id(model).split("/", -1)).map(ApiBase::encoded).collect(Collectors.joining("/"));
    }
}
