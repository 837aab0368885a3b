package studio.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A list of entries in a document that is being edited. What an entry holds beside the known fields stays. */
public final class ConfigEntries {
    public static final String API_CONFIGS = "apiConfigs";
    public static final String TEMPLATES = "templates";

    /** Which API config is the default one: the name of the earlier Node server, which is the one that is written, and an alias. */
    static final List<String> DEFAULT = List.of("defaultApiConfigId", "defaultConfigId");

    private final ArrayNode list;

    /** @param name {@link #API_CONFIGS} or {@link #TEMPLATES} */
    public ConfigEntries(ObjectNode tree, String name) {
        this.list = tree.get(name) instanceof ArrayNode found ? found : tree.putArray(name);
    }

    static String id(JsonNode entry) {
        return entry.path("id").asText().strip();
    }

    public int size() {
        return list.size();
    }

    /** The entries by their ids, in their order. */
    public Map<String, ObjectNode> all() {
        Map<String, ObjectNode> entries = new LinkedHashMap<>();
        for (JsonNode entry : list) {
            if (entry instanceof ObjectNode object) {
                entries.put(id(object), object);
            }
        }
        return entries;
    }

    public Optional<ObjectNode> find(String id) {
        return Optional.ofNullable(all().get(id));
    }

    public ObjectNode add(String id) {
        return list.addObject().put("id", id);
    }

    public void remove(String id) {
        list.removeIf(entry -> id(entry).equals(id));
    }

    /** @param ids each of an entry, once */
    public void order(List<String> ids) {
        Map<String, ObjectNode> entries = all();
        list.removeAll();
        ids.forEach(id -> list.add(entries.get(id)));
    }

    /**
     * Writes the fields of an input into an entry; absent and empty ones stay as they were.
     *
     * @param input an {@link ApiConfigEntry} or a {@link TemplateEntry}
     * @param emptied fields that an empty text empties
     */
    public static void write(ObjectNode entry, Record input, Set<String> emptied) {
        ConfigJson.tree(input).properties().forEach(field -> {
            if (!field.getValue().asText().isEmpty() || emptied.contains(field.getKey())) {
                entry.set(field.getKey(), field.getValue());
            }
        });
    }

    /** The earlier server's name of the field first, then the API's. An id that is gone counts as absent. */
    static @Nullable String defaultId(ObjectNode root, List<ApiConfigEntry> upstreams) {
        for (String name : DEFAULT) {
            String id = root.path(name).asText("");
            if (upstreams.stream().anyMatch(entry -> id.equals(entry.id()))) {
                return id;
            }
        }
        for (JsonNode entry : root.path(API_CONFIGS)) {
            if (entry.path("isDefault").asBoolean(false)) {
                return id(entry);
            }
        }
        return upstreams.isEmpty() ? null : upstreams.getFirst().id();
    }

    /** @param id the empty string when no API config is left */
    public static void makeDefault(ObjectNode root, String id) {
        root.put(DEFAULT.getFirst(), id);
        if (root.has(DEFAULT.getLast())) {
            root.put(DEFAULT.getLast(), id);
        }
        for (JsonNode entry : root.path(API_CONFIGS)) {
            if (entry instanceof ObjectNode object && object.has("isDefault")) {
                object.put("isDefault", id(object).equals(id));
            }
        }
    }
}
