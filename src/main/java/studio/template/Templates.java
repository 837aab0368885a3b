package studio.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.config.AppConfig.Template;
import studio.config.AppConfigFile;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.storage.Ids;
import studio.web.BasePath;

/** Prompt templates, as they stand in {@code app.config.json}. */
@Singleton
class Templates {
    private static final String FIELD = "templates";
    private static final int MOST = 1000;

    private final AppConfigFile file;
    private final Ids ids;
    private final BasePath base;

    Templates(AppConfigFile file, Ids ids, BasePath base) {
        this.file = file;
        this.ids = ids;
        this.base = base;
    }

    List<Template> all() {
        return file.current().templates();
    }

    Template add(TemplateInput input) {
        input.checkNew("");
        String id = idOf(input);
        file.edit(tree -> {
            if (nodes(tree).containsKey(id)) {
                throw ProblemException.of(ProblemCode.ID_TAKEN).withField("id", Message.of("template.id_taken"));
            }
            write(newEntry(list(tree), id), input);
            return id;
        });
        return find(id);
    }

    /** Empty title and prompt mean "as it was"; an empty description or image removes it. */
    Template change(String id, TemplateInput input) {
        input.checkChange(id);
        file.edit(tree -> {
            ObjectNode entry = nodes(tree).get(id);
            if (entry == null) {
                throw unknown(id);
            }
            write(entry, input);
            return id;
        });
        return find(id);
    }

    /** Returns what was removed. */
    Template remove(String id) {
        return file.edit(tree -> {
            Template removed = find(id);
            ArrayNode list = list(tree);
            for (int i = list.size() - 1; i >= 0; i--) {
                if (idOf(list.get(i)).equals(id)) {
                    list.remove(i);
                }
            }
            return removed;
        });
    }

    /** @param order every id exactly once */
    List<Template> order(List<String> order) {
        file.edit(tree -> {
            Map<String, ObjectNode> nodes = nodes(tree);
            if (order.size() != nodes.size() || !new HashSet<>(order).equals(nodes.keySet())) {
                throw ProblemException.field("ids", Message.of("template.order_incomplete"));
            }
            ArrayNode list = list(tree);
            list.removeAll();
            order.forEach(id -> list.add(nodes.get(id)));
            return order;
        });
        return all();
    }

    /** All or nothing: an id that exists is replaced, any other entry is added at the end. */
    List<Template> importAll(List<TemplateInput> inputs) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < inputs.size(); i++) {
            inputs.get(i).checkNew("templates[" + i + "].");
            String id = inputs.get(i).id();
            if (id != null && !id.isEmpty() && !seen.add(id)) {
                throw ProblemException.field("templates[" + i + "].id", Message.of("template.id_twice"));
            }
        }
        file.edit(tree -> {
            Map<String, ObjectNode> nodes = nodes(tree);
            for (TemplateInput input : inputs) {
                String id = idOf(input);
                ObjectNode known = nodes.get(id);
                write(known == null ? newEntry(list(tree), id) : known, input);
            }
            return inputs.size();
        });
        return all();
    }

    private Template find(String id) {
        return all().stream()
                .filter(template -> template.id().equals(id))
                .findFirst()
                .orElseThrow(() -> unknown(id));
    }

    private String idOf(TemplateInput input) {
        String id = input.id();
        return id == null || id.isEmpty() ? ids.next() : id;
    }

    private static String idOf(JsonNode entry) {
        return entry.path("id").asText().strip();
    }

    private static Map<String, ObjectNode> nodes(ObjectNode tree) {
        Map<String, ObjectNode> nodes = new LinkedHashMap<>();
        for (JsonNode entry : tree.path(FIELD)) {
            if (entry instanceof ObjectNode object) {
                nodes.put(idOf(object), object);
            }
        }
        return nodes;
    }

    private static ArrayNode list(ObjectNode tree) {
        return tree.get(FIELD) instanceof ArrayNode list ? list : tree.putArray(FIELD);
    }

    private static ObjectNode newEntry(ArrayNode list, String id) {
        if (list.size() >= MOST) {
            throw ProblemException.of(ProblemCode.TOO_MANY_TEMPLATES, MOST);
        }
        return list.addObject()
                .put("id", id)
                .put("title", "")
                .put("prompt", "")
                .put("description", "")
                .put("image", "");
    }

    private void write(ObjectNode entry, TemplateInput input) {
        putUnlessEmpty(entry, "title", input.title());
        putUnlessEmpty(entry, "prompt", input.prompt());
        if (input.description() != null) {
            entry.put("description", input.description());
        }
        if (input.image() != null) {
            // The file outlives STUDIO_BASE_PATH; answers put it back.
            entry.put("image", base.without(input.image()));
        }
    }

    private static void putUnlessEmpty(ObjectNode entry, String name, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            entry.put(name, text);
        }
    }

    private static ProblemException unknown(String id) {
        return ProblemException.of(ProblemCode.TEMPLATE_NOT_FOUND, id);
    }
}
