package studio.config;

import static studio.config.OtherConfig.or;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import studio.config.OtherConfig.Merged;
import studio.config.OtherConfig.Outcome;

/** Merges entries of another document into one that is being edited. An entry is the same one by its id, else by its name. */
final class ConfigMerge {
    private final ObjectNode tree;
    private final boolean replace;
    private final Supplier<String> ids;

    /** Ids of API configs there, and what they are here. */
    private final Map<String, String> renamed = new HashMap<>();

    ConfigMerge(ObjectNode tree, boolean replace, Supplier<String> ids) {
        this.tree = tree;
        this.replace = replace;
        this.ids = ids;
    }

    /** @param standard the id of the default API config there, which is taken where there was none */
    Merged of(List<ApiConfigEntry> providers, List<TemplateEntry> templates, String standard) {
        ConfigEntries list = new ConfigEntries(tree, ConfigEntries.API_CONFIGS);
        boolean first = list.size() == 0;
        List<String> withoutKey = new ArrayList<>();
        int changed = 0;
        for (ApiConfigEntry entry : providers) {
            Optional<ObjectNode> known = find(list, entry);
            boolean takes = takes(outcome(known, entry));
            if (takes) {
                ObjectNode target = known.orElseGet(() -> list.add(free(list, entry.id())));
                write(target, entry);
                changed++;
                if (target.path("apiKey").asText().isBlank()) {
                    withoutKey.add(name(entry));
                }
            }
            find(list, entry).ifPresent(here -> renamed.put(or(entry.id()), ConfigEntries.id(here)));
        }
        String here = renamed.get(standard);
        if (first && here != null) {
            ConfigEntries.makeDefault(tree, here);
        }
        return new Merged(changed, templates(templates), List.copyOf(withoutKey));
    }

    private int templates(List<TemplateEntry> templates) {
        ConfigEntries list = new ConfigEntries(tree, ConfigEntries.TEMPLATES);
        int changed = 0;
        for (TemplateEntry entry : templates) {
            Optional<ObjectNode> known = find(list, entry);
            if (takes(outcome(known, entry))) {
                ObjectNode target = known.orElseGet(() -> list.add(free(list, entry.id())));
                String id = ConfigEntries.id(target);
                ConfigEntries.write(target, portable(entry), Set.of());
                target.put("id", id);
                changed++;
            }
        }
        return changed;
    }

    private boolean takes(Outcome outcome) {
        return outcome == Outcome.NEW || (outcome == Outcome.DIFFERENT && replace);
    }

    private String free(ConfigEntries list, @Nullable String id) {
        String own = or(id);
        return own.isEmpty() || list.find(own).isPresent() ? ids.get() : own;
    }

    /** A key goes to the address that it was typed for and to no other. */
    private static void write(ObjectNode target, ApiConfigEntry entry) {
        String id = ConfigEntries.id(target);
        String before = target.path("apiKey").asText();
        String key = key(entry);
        boolean sameHost = origin(target).equals(Endpoints.origin(entry.address()));
        ConfigEntries.write(target, entry, Set.of());
        target.put("apiKey", key.isEmpty() && sameHost ? before : key);
        target.put("id", id);
    }

    /** Without a picture that only the other server has. */
    private TemplateEntry portable(TemplateEntry entry) {
        String image = or(entry.image());
        boolean own = image.startsWith("/") || TemplateEntry.previewFault(image) != null;
        return new TemplateEntry(
                entry.id(),
                entry.title(),
                entry.prompt(),
                entry.description(),
                own ? null : image,
                renamed.get(or(entry.configId())),
                entry.model(),
                entry.options());
    }

    static Outcome outcome(Optional<ObjectNode> known, ApiConfigEntry entry) {
        if (known.isEmpty()) {
            return Outcome.NEW;
        }
        ObjectNode here = known.get();
        String key = key(entry);
        boolean same = Endpoints.clean(here.path("endpoint").asText()).equals(entry.endpoint())
                && here.path("model").asText().strip().equals(or(entry.model()))
                && (key.isEmpty()
                        || PastedText.key(here.path("apiKey").asText()).equals(key));
        return same ? Outcome.SAME : Outcome.DIFFERENT;
    }

    static Outcome outcome(Optional<ObjectNode> known, TemplateEntry entry) {
        if (known.isEmpty()) {
            return Outcome.NEW;
        }
        boolean same = known.get().path("prompt").asText().strip().equals(entry.prompt());
        return same ? Outcome.SAME : Outcome.DIFFERENT;
    }

    static Optional<ObjectNode> find(ConfigEntries list, ApiConfigEntry entry) {
        return find(list, or(entry.id()), "label", or(entry.label()));
    }

    static Optional<ObjectNode> find(ConfigEntries list, TemplateEntry entry) {
        return find(list, or(entry.id()), "title", or(entry.title()));
    }

    private static Optional<ObjectNode> find(ConfigEntries list, String id, String nameField, String name) {
        return list.find(id).or(() -> list.all().values().stream()
                .filter(entry -> !name.isEmpty())
                .filter(entry -> entry.path(nameField).asText().strip().equalsIgnoreCase(name))
                .findFirst());
    }

    /** Empty for a reference: what it names on this machine is not what was meant. */
    static String key(ApiConfigEntry entry) {
        String key = or(entry.apiKey());
        return SecretReferences.isReference(key) ? "" : key;
    }

    private static String origin(ObjectNode here) {
        try {
            return Endpoints.origin(Endpoints.parse(here.path("endpoint").asText()));
        } catch (InvalidConfigException e) {
            return "";
        }
    }

    static String name(ApiConfigEntry entry) {
        String label = or(entry.label());
        return label.isEmpty() ? or(entry.id()) : label;
    }
}
