package studio.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * A parsed document whose long strings are in files.
 *
 * @param tree the document; the text of a diverted string is a short token there
 */
public record SpooledJson(JsonNode tree, Map<String, Spooled> files) {

    /** The file behind a text node; empty when its text is in the node itself. */
    public Optional<Spooled> spooled(JsonNode text) {
        return text.isTextual() ? Optional.ofNullable(files.get(text.textValue())) : Optional.empty();
    }
}
