package studio.upstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An error body, whoever wrote it: OpenAI, OpenRouter, Google, relays, bare strings. Nothing in it is trusted to have the
 * type that it should have.
 *
 * @param body the whole document; a missing node when it is not JSON
 * @param error the part that describes the error
 * @param code the upstream's own code, the most telling one
 * @param message its words, dug out of nested raw answers
 * @param signs every code, type, status and reason, lower case, for classification
 */
record ErrorEnvelope(
        JsonNode body,
        JsonNode error,
        @Nullable String code,
        @Nullable String message,
        String signs) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> WORDS = List.of("message", "error", "detail", "details", "msg", "error_msg");
    private static final List<String> SIGNS = List.of(
            "code", "type", "status", "reason", "error_type", "provider_code", "quotaId", "limit_source", "error_code");

    static ErrorEnvelope parse(String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            return of(tree == null ? MissingNode.getInstance() : tree);
        } catch (JsonProcessingException notJson) {
            return new ErrorEnvelope(MissingNode.getInstance(), MissingNode.getInstance(), null, plain(text), "");
        }
    }

    static ErrorEnvelope of(JsonNode document) {
        JsonNode body = document.isArray() && !document.isEmpty() ? document.get(0) : document;
        JsonNode error = body.hasNonNull("error") ? body.get("error") : body;
        StringBuilder signs = new StringBuilder();
        for (String name : SIGNS) {
            error.findValues(name).stream().filter(JsonNode::isValueNode).forEach(sign -> signs.append(sign.asText())
                    .append(' '));
        }
        return new ErrorEnvelope(
                body, error, ownCode(error), message(error), signs.toString().toLowerCase(Locale.ROOT));
    }

    /** A word before a number: Google's {@code code} only repeats the HTTP status. */
    private static @Nullable String ownCode(JsonNode error) {
        String number = null;
        for (String path : List.of(
                "/metadata/provider_code",
                "/metadata/error_type",
                "/error_type",
                "/availability/code",
                "/code",
                "/status",
                "/type",
                "/reason")) {
            JsonNode code = error.at(path);
            if (code.isValueNode()
                    && !code.isNull()
                    && !code.asText().isBlank()
                    && code.asText().length() <= 100) {
                if (!code.asText().matches("\\d+")) {
                    return code.asText();
                }
                number = number == null ? code.asText() : number;
            }
        }
        return number;
    }

    private static @Nullable String message(JsonNode error) {
        JsonNode raw = error.at("/metadata/raw");
        String deeper = raw.isMissingNode() ? null : words(raw, 0);
        String own = words(error, 0);
        return deeper != null && own != null && !own.contains(deeper) ? own + " — " + deeper : own;
    }

    private static @Nullable String words(JsonNode node, int depth) {
        if (node.isTextual()) {
            String text = node.asText().strip();
            if (depth < 4 && text.startsWith("{")) {
                try {
                    String inner = words(MAPPER.readTree(text), depth + 1);
                    return inner == null ? text : inner;
                } catch (JsonProcessingException notJson) {
                    return text;
                }
            }
            return text.isEmpty() ? null : text;
        }
        if (depth >= 4) {
            return null;
        }
        for (JsonNode child : node.isArray() ? node : MissingNode.getInstance()) {
            String found = words(child, depth + 1);
            if (found != null) {
                return found;
            }
        }
        for (String name : WORDS) {
            String found = node.hasNonNull(name) ? words(node.get(name), depth + 1) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The readable part of a proxy's page: its title, or its text without tags. */
    private static @Nullable String plain(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int title = lower.indexOf("<title>");
        int end = lower.indexOf("</title>");
        String shown =
                title >= 0 && end > title ? text.substring(title + 7, end) : text.replaceAll("<[^>]{0,500}>", " ");
        String squeezed = shown.replaceAll("\\s+", " ").strip();
        return squeezed.isEmpty() ? null : squeezed;
    }

    boolean says(String... words) {
        for (String word : words) {
            if (signs.contains(word)) {
                return true;
            }
        }
        return false;
    }

    boolean speaksOf(String... words) {
        String text = message == null ? "" : message.toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (text.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it speaks of a picture that had been made, not of the prompt: OpenAI's moderation stage, Ark's codes. */
    boolean ofOutput() {
        return says("outputimage")
                || error.at("/moderation_details/moderation_stage").asText("").equals("output");
    }

    /**
     * Whether nothing is served at the address that was asked, so that a 404 or 405 says nothing of the model: no body, a web
     * page, or a gateway's words.
     */
    boolean ofAddress() {
        String words = message == null ? "" : message.strip();
        return !body.isContainerNode()
                || words.equalsIgnoreCase("not found")
                || words.equalsIgnoreCase("method not allowed")
                || says("invalid_api_path", "path_not_found")
                || speaksOf("invalid url", "unknown request url", "resource not found", "no route matched");
    }
}
