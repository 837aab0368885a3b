package studio.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import studio.log.Redaction;
import studio.web.Violations;

/**
 * The API configs and templates of another server's {@code app.config.json}, to be merged into this one's by id or name. Who may sign
 * in there is not read. Keys are merged as they are and never shown; references to secrets of the other machine are left out.
 */
public final class OtherConfig {
    private static final int MAX_PROVIDERS = 200;
    private static final int MAX_TEMPLATES = 1000;

    /** What the merge does with an entry: {@code DIFFERENT} ones are replaced on demand only. */
    public enum Outcome {
        NEW,
        SAME,
        DIFFERENT,
        UNUSABLE
    }

    /**
     * An API config of the other server.
     *
     * @param host with the port where it is not the usual one; empty for an unusable one
     * @param withKey whether its key comes along
     */
    public record Provider(String name, String host, String model, boolean withKey, Outcome outcome) {}

    /** What a merge would do. */
    public record Plan(List<Provider> providers, Map<Outcome, Integer> templates) {}

    /**
     * What a merge has done.
     *
     * @param withoutKey names of the API configs that have no key now
     */
    public record Merged(int providers, int templates, List<String> withoutKey) {}

    private final List<ApiConfigEntry> providers = new ArrayList<>();
    private final List<String> unusableProviders = new ArrayList<>();
    private final List<TemplateEntry> templates = new ArrayList<>();
    private int unusableTemplates;
    private final @Nullable String defaultId;

    private OtherConfig(ObjectNode root) {
        for (JsonNode node : root.path(ConfigEntries.API_CONFIGS)) {
            ApiConfigEntry entry = bound(node, ApiConfigEntry.class);
            boolean room = providers.size() < MAX_PROVIDERS && unusableProviders.size() < MAX_PROVIDERS;
            if (entry != null
                    && room
                    && Violations.of(entry, Checks.Stored.class).isEmpty()) {
                providers.add(entry);
                hide(entry);
            } else if (room) {
                unusableProviders.add(name(node));
            }
        }
        for (JsonNode node : root.path(ConfigEntries.TEMPLATES)) {
            TemplateEntry entry = bound(node, TemplateEntry.class);
            if (entry != null && !or(entry.prompt()).isEmpty() && templates.size() < MAX_TEMPLATES) {
                templates.add(entry);
            } else {
                unusableTemplates++;
            }
        }
        this.defaultId = ConfigEntries.defaultId(root, providers);
    }

    /**
     * @return empty for what is no such document or has neither API configs nor templates
     */
    public static Optional<OtherConfig> read(byte[] content) {
        try {
            OtherConfig found = new OtherConfig(ConfigJson.read(content));
            boolean empty = found.providers.isEmpty() && found.unusableProviders.isEmpty() && found.templates.isEmpty();
            return empty ? Optional.empty() : Optional.of(found);
        } catch (InvalidConfigException e) {
            return Optional.empty();
        }
    }

    /** What a merge into this configuration would do. */
    public Plan plan(AppConfig here) {
        ObjectNode tree = here.tree().deepCopy();
        ConfigEntries known = new ConfigEntries(tree, ConfigEntries.API_CONFIGS);
        List<Provider> planned = new ArrayList<>();
        for (ApiConfigEntry entry : providers) {
            planned.add(new Provider(
                    ConfigMerge.name(entry),
                    host(entry.address()),
                    or(entry.model()),
                    !ConfigMerge.key(entry).isEmpty(),
                    ConfigMerge.outcome(ConfigMerge.find(known, entry), entry)));
        }
        unusableProviders.forEach(name -> planned.add(new Provider(name, "", "", false, Outcome.UNUSABLE)));
        ConfigEntries templatesHere = new ConfigEntries(tree, ConfigEntries.TEMPLATES);
        Map<Outcome, Integer> counts = new HashMap<>();
        templates.forEach(entry ->
                counts.merge(ConfigMerge.outcome(ConfigMerge.find(templatesHere, entry), entry), 1, Integer::sum));
        if (unusableTemplates > 0) {
            counts.put(Outcome.UNUSABLE, unusableTemplates);
        }
        return new Plan(List.copyOf(planned), Map.copyOf(counts));
    }

    /**
     * Merges into a document that is being edited.
     *
     * @param replace whether entries that are different here become what they are there
     * @param ids makes ids for entries whose own is taken
     */
    public Merged merge(ObjectNode tree, boolean replace, Supplier<String> ids) {
        return new ConfigMerge(tree, replace, ids).of(providers, templates, or(defaultId));
    }

    private static void hide(ApiConfigEntry entry) {
        String key = ConfigMerge.key(entry);
        if (!key.isEmpty()) {
            Redaction.register(key);
        }
    }

    private static String host(URI address) {
        return address.getPort() < 0 ? address.getHost() : address.getHost() + ":" + address.getPort();
    }

    private static String name(JsonNode node) {
        String label = node.path("label").asText(node.path("id").asText("")).strip();
        return label.length() > 100 ? label.substring(0, 100) : label;
    }

    private static <T extends Record> @Nullable T bound(JsonNode node, Class<T> type) {
        try {
            return node instanceof ObjectNode object
                    ? ConfigJson.bind(object, type, new DeserializationProblemHandler() {})
                    : null;
        } catch (MismatchedInputException e) {
            return null;
        }
    }

    static String or(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}
