package studio.upstream.failure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An error body of any origin: OpenAI, OpenRouter, Google, relays, web servers, bare strings. Nothing in it is trusted to
 * have the type that it should have.
 *
 * @param form what kind of text it is
 * @param body the whole document; a missing node when it is not a JSON object or list
 * @param error the part that describes the error
 * @param code the upstream's own code, the most telling one
 * @param message its words, dug out of nested raw answers; of a page, its title
 * @param signs every code, type, status and reason, lower case, for classification
 * @param text of what is not JSON, its beginning
 */
public record ErrorEnvelope(
        Form form,
        JsonNode body,
        JsonNode error,
        @Nullable String code,
        @Nullable String message,
        String signs,
        String text) {

    /** What a body is, by its looks. */
    public enum Form {
        JSON,
        PAGE,
        LINE,
        NOTHING
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MAX_TEXT = 16 * 1024;
    private static final int SHOWN_RAW = 300;

    /** Of a page without a title. */
    private static final int SEEN = 8 * 1024;

    /** A text of one word that is shorter may be a name. */
    private static final int SHORT = 40;

    private static final Pattern SOME_WORDS = Pattern.compile(":\\[?\"[^\"]{0,2000}?[ \\u0080-\\uFFFF]");
    private static final int MAX_SIGN = 80;
    private static final int MAX_SIGNS = 4_000;
    private static final int MAX_DEPTH = 8;
    private static final Pattern PAGE = Pattern.compile("(?is)\\A\\s*<|\\A.{0,1000}<(?:html|!doctype)\\b");

    private static final Set<String> SIGNS = Words.set("error fields that are signs");
    private static final List<String> CODES = Words.list("error codes");

    public static ErrorEnvelope parse(String body) {
        String text = body.startsWith("\uFEFF") ? body.substring(1).strip() : body.strip();
        if (text.isEmpty()) {
            return plain(Form.NOTHING, text, null);
        }
        if (PAGE.matcher(text).lookingAt()) {
            return plain(Form.PAGE, text, title(text));
        }
        try {
            JsonNode tree = MAPPER.readTree(text);
            return tree.isContainerNode() ? of(tree) : plain(Form.LINE, text, tree.isTextual() ? tree.asText() : text);
        } catch (JsonProcessingException notJson) {
            return plain(Form.LINE, text, text);
        }
    }

    private static ErrorEnvelope plain(Form form, String text, @Nullable String words) {
        JsonNode none = MissingNode.getInstance();
        String squeezed = words == null ? "" : words.replaceAll("\\s+", " ").strip();
        String start = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
        return new ErrorEnvelope(form, none, none, null, squeezed.isEmpty() ? null : squeezed, "", start);
    }

    /** Of a JSON document that is an error, or holds one. */
    public static ErrorEnvelope of(JsonNode document) {
        JsonNode body = document.isArray() && !document.isEmpty() ? document.get(0) : document;
        JsonNode error = body.hasNonNull("error") ? body.get("error") : body;
        StringBuilder signs = new StringBuilder();
        signs(error.isTextual() ? body : error, signs, 0);
        return new ErrorEnvelope(
                Form.JSON,
                body,
                error,
                ownCode(error),
                message(body, error),
                signs.toString().toLowerCase(Locale.ROOT),
                "");
    }

    private static void signs(JsonNode node, StringBuilder signs, int depth) {
        if (depth > MAX_DEPTH || signs.length() > MAX_SIGNS) {
            return;
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonNode value = field.getValue();
            if (value.isContainerNode()) {
                signs(value, signs, depth + 1);
            } else if (SIGNS.contains(Words.letters(field.getKey()))
                    && value.asText().length() <= MAX_SIGN) {
                signs.append(value.asText().strip().replace(' ', '_')).append(' ');
            }
        }
        for (JsonNode item : node.isArray() ? node : MissingNode.getInstance()) {
            signs(item, signs, depth + 1);
        }
    }

    /** A word before a number: Google's {@code code} only repeats the HTTP status. */
    private static @Nullable String ownCode(JsonNode error) {
        List<String> codes = CODES.stream()
                .map(error::at)
                .filter(code -> code.isValueNode() && !code.isNull())
                .map(JsonNode::asText)
                .filter(code -> !code.isBlank() && code.length() <= 100)
                .toList();
        return codes.stream()
                .filter(code -> !code.matches("-?\\d+"))
                .findFirst()
                .orElse(codes.isEmpty() ? null : codes.getFirst());
    }

    private static @Nullable String message(JsonNode body, JsonNode error) {
        String own = ErrorWords.in(error);
        if (own == null || (error.isTextual() && own.length() < SHORT && own.indexOf(' ') < 0)) {
            // A name in the place of words: those stand beside it.
            String beside = ErrorWords.in(body);
            own = beside == null ? own : beside;
        }
        JsonNode raw = error.at("/metadata/raw");
        String deeper = raw.isMissingNode() ? null : ErrorWords.in(raw);
        return deeper == null || own == null || own.contains(deeper) ? longer(own, deeper) : own + " — " + deeper;
    }

    /** Its words or, where they stand in an unknown place, the beginning of the document that holds them. */
    public @Nullable String shown() {
        String all = message == null && body.isContainerNode() ? body.toString() : "";
        return !SOME_WORDS.matcher(all).find() ? message : all.length() > SHOWN_RAW ? all.substring(0, SHOWN_RAW) : all;
    }

    private static @Nullable String longer(@Nullable String one, @Nullable String other) {
        return one == null || (other != null && other.length() > one.length()) ? other : one;
    }

    /** The readable part of a page: its title, or its text without tags. */
    private static String title(String page) {
        String lower = page.toLowerCase(Locale.ROOT);
        int open = lower.indexOf("<title");
        int start = open < 0 ? -1 : lower.indexOf('>', open) + 1;
        int end = start < 1 ? -1 : lower.indexOf("</title>", start);
        return end > start && !page.substring(start, end).isBlank()
                ? page.substring(start, end)
                : page.substring(0, Math.min(page.length(), SEEN))
                        .replaceAll("(?is)<(script|style)\\b.{0,4000}?</\\1>", " ")
                        .replaceAll("<[^>]{0,500}>", " ");
    }

    /** The number in an error that takes the place of the status; 0 when there is none. */
    int number() {
        return Stream.of("/code", "/http_status", "/status", "/status_code", "/statusCode")
                .mapToInt(path -> error.at(path).asInt(0))
                .filter(number -> number >= 400 && number < 600)
                .findFirst()
                .orElse(0);
    }

    /** Whether a sign contains one of these, as it is written. */
    boolean hasSign(String... words) {
        return Stream.of(words).anyMatch(signs::contains);
    }

    boolean mentions(String... words) {
        String said = message == null ? "" : message.toLowerCase(Locale.ROOT);
        return Stream.of(words).anyMatch(said::contains);
    }

    /** OpenRouter's moderation and guardrails. */
    boolean flagged() {
        JsonNode metadata = error.path("metadata");
        return metadata.path("reasons").isArray()
                || metadata.path("patterns").isArray()
                || metadata.path("flagged_input").isTextual();
    }

    /** Whether it is about a picture that had been made, not of the prompt: OpenAI's moderation stage, Ark's codes. */
    boolean ofOutput() {
        return hasSign("outputimage")
                || error.at("/moderation_details/moderation_stage").asText("").equals("output");
    }

    /**
     * Whether nothing is served at the address that was asked, so that a 404 or 405 is not about the model: no body, a web
     * page, or a gateway's message.
     */
    boolean ofAddress() {
        String words = message == null ? "" : message.strip();
        return !body.isContainerNode()
                || words.equalsIgnoreCase("not found")
                || words.equalsIgnoreCase("method not allowed")
                || hasSign("invalid_api_path", "path_not_found")
                || mentions("invalid url", "unknown request url", "resource not found", "no route matched");
    }
}
