package studio.template;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import studio.config.AppConfig.Template;
import studio.config.ConfigEntries;
import studio.config.CurrentConfig;
import studio.config.TemplateEntry;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.storage.Ids;
import studio.web.BasePath;

/** Prompt templates, as they stand in {@code app.config.json}. */
@Singleton
class Templates {
    private static final int MAX = 1000;

    private final CurrentConfig config;
    private final Ids ids;
    private final BasePath base;

    Templates(CurrentConfig config, Ids ids, BasePath base) {
        this.config = config;
        this.ids = ids;
        this.base = base;
    }

    List<Template> all() {
        return config.newest().templates();
    }

    Template add(TemplateEntry input) {
        String id = idOf(input);
        edit(templates -> {
            if (templates.find(id).isPresent()) {
                throw ProblemException.of(ProblemCode.ID_TAKEN).withField("id", Message.of("template.id_taken"));
            }
            write(newEntry(templates, id), input);
        });
        return find(id);
    }

    /** Empty title and prompt mean "as it was"; any other empty field removes what it holds. */
    Template change(String id, TemplateEntry input) {
        if (!isEmpty(input.id()) && !id.equals(input.id())) {
            throw ProblemException.field("id", Message.of("template.id_fixed"));
        }
        edit(templates -> write(templates.find(id).orElseThrow(() -> unknown(id)), input));
        return find(id);
    }

    /** Returns what was removed. */
    Template remove(String id) {
        return config.edit(tree -> {
            Template removed = find(id);
            new ConfigEntries(tree, ConfigEntries.TEMPLATES).remove(id);
            return removed;
        });
    }

    /** @param order every id exactly once */
    List<Template> order(List<String> order) {
        edit(templates -> {
            Set<String> known = templates.all().keySet();
            if (order.size() != known.size() || !new HashSet<>(order).equals(known)) {
                throw ProblemException.field("ids", Message.of("template.order_incomplete"));
            }
            templates.order(order);
        });
        return all();
    }

    /** All or nothing: an id that exists is replaced, any other entry is added at the end. */
    List<Template> importAll(List<TemplateEntry> inputs) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < inputs.size(); i++) {
            String id = inputs.get(i).id();
            if (!isEmpty(id) && !seen.add(id)) {
                throw ProblemException.field("templates[" + i + "].id", Message.of("template.id_twice"));
            }
        }
        edit(templates -> {
            Map<String, ObjectNode> known = templates.all();
            for (TemplateEntry input : inputs) {
                String id = idOf(input);
                ObjectNode entry = known.get(id);
                write(entry == null ? newEntry(templates, id) : entry, input);
            }
        });
        return all();
    }

    /** Adds those whose ids are not there, at the end. */
    List<Template> addMissing(List<TemplateEntry> inputs) {
        edit(templates -> {
            Set<String> known = templates.all().keySet();
            inputs.stream()
                    .filter(input -> !known.contains(input.id()))
                    .forEach(input -> write(newEntry(templates, idOf(input)), input));
        });
        return all();
    }

    private void edit(Consumer<ConfigEntries> change) {
        config.edit(tree -> {
            change.accept(new ConfigEntries(tree, ConfigEntries.TEMPLATES));
            return true;
        });
    }

    private Template find(String id) {
        return all().stream()
                .filter(template -> template.id().equals(id))
                .findFirst()
                .orElseThrow(() -> unknown(id));
    }

    private String idOf(TemplateEntry input) {
        return isEmpty(input.id()) ? ids.next() : Objects.requireNonNull(input.id());
    }

    private static ObjectNode newEntry(ConfigEntries templates, String id) {
        if (templates.size() >= MAX) {
            throw ProblemException.of(ProblemCode.TOO_MANY_TEMPLATES, MAX);
        }
        return templates.add(id);
    }

    private void write(ObjectNode entry, TemplateEntry input) {
        String image = input.image();
        // The document outlives STUDIO_BASE_PATH; answers put it back.
        String kept = image == null ? null : base.without(image);
        TemplateEntry written = new TemplateEntry(
                null,
                input.title(),
                input.prompt(),
                input.description(),
                kept,
                input.configId(),
                input.model(),
                input.options());
        ConfigEntries.write(entry, written, Set.of("description", "image", "configId", "model", "options"));
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static ProblemException unknown(String id) {
        return ProblemException.of(ProblemCode.TEMPLATE_NOT_FOUND, id);
    }
}
