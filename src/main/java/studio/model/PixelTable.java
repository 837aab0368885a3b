package studio.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The sizes that stand for ratio and tier: written once for a family, of which each model has some ratios and some tiers. */
@RegisterForReflection
record PixelTable(Map<String, Map<String, PixelSize>> pixels) {
    static final String FIELD = "pixels";

    /** @throws JsonMappingException when it is no such table */
    static PixelTable read(JsonNode table, ObjectMapper mapper) throws JsonProcessingException {
        ObjectNode whole = mapper.createObjectNode();
        return mapper.treeToValue(whole.set(FIELD, table.isMissingNode() ? null : table), PixelTable.class);
    }

    /** Makes objects with sizes out of the ratios that are plain strings, and leaves the table out. */
    static void join(ObjectNode tree) {
        JsonNode table = tree.path(FIELD);
        tree.remove(FIELD);
        if (!(tree.get("aspectRatios") instanceof ArrayNode ratios)) {
            return;
        }
        Set<String> tiers = new HashSet<>();
        tree.path("imageSizes").forEach(tier -> tiers.add(tier.asText()));
        for (int i = 0; i < ratios.size(); i++) {
            if (ratios.get(i).isTextual()) {
                String ratio = ratios.get(i).textValue();
                ObjectNode sizes = table.path(ratio) instanceof ObjectNode known ? known.deepCopy() : tree.objectNode();
                if (!tiers.isEmpty()) {
                    sizes.retain(tiers);
                }
                ObjectNode joined = tree.objectNode().put("ratio", ratio);
                joined.set(FIELD, sizes);
                ratios.set(i, joined);
            }
        }
    }
}
