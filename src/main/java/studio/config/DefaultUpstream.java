package studio.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Where the file says which API config is the default one. */
public final class DefaultUpstream {
    /** The name of the earlier Node server, which is the one that is written, and an alias that is read. */
    static final List<String> FIELDS = List.of("defaultApiConfigId", "defaultConfigId");

    private DefaultUpstream() {}

    /** @param id the empty string when no API config is left */
    public static void write(ObjectNode root, String id) {
        root.put(FIELDS.getFirst(), id);
        if (root.has(FIELDS.getLast())) {
            root.put(FIELDS.getLast(), id);
        }
        for (var entry : root.path("apiConfigs")) {
            if (entry instanceof ObjectNode object && object.has("isDefault")) {
                object.put("isDefault", object.path("id").asText().strip().equals(id));
            }
        }
    }
}
