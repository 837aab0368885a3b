package studio.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A partial description of a model: from the registry, from {@code config/models.json}, or from an upstream that
 * describes its models. It has the fields of {@link ModelCapabilities}, each of which may be missing; ratios are plain
 * strings, and their sizes stand in {@code pixels}. Immutable.
 */
public final class ModelEntry {
    /** The empty description, to start from for what an upstream reports. */
    public static final ModelEntry NOTHING = new ModelEntry(JsonNodeFactory.instance.objectNode());

    private static final String PIXELS = "pixels";

    /** The sizes of ratios by tier: written once for a family, of which each model has some ratios and some tiers. */
    @RegisterForReflection
    record Pixels(@Nullable Map<String, Map<String, PixelSize>> pixels) {}

    private final ObjectNode fields;

    private ModelEntry(ObjectNode fields) {
        this.fields = fields;
    }

    /**
     * @param place for the sentence, for example {@code models[3]}
     * @throws DescriptionException when a field is unknown or has a value that it cannot have
     */
    static ModelEntry read(ObjectNode description, String place) throws DescriptionException {
        ModelEntry entry = new ModelEntry(description.deepCopy());
        try {
            ObjectNode pixels = Catalogue.MAPPER.createObjectNode();
            pixels.set(PIXELS, entry.fields.get(PIXELS));
            Pixels unused = Catalogue.MAPPER.treeToValue(pixels, Pixels.class);
            Catalogue.MAPPER.treeToValue(entry.tree(), ModelCapabilities.class);
            return entry;
        } catch (JsonMappingException e) {
            throw DescriptionException.in(place, e);
        } catch (JsonProcessingException e) {
            throw DescriptionException.syntax(e);
        }
    }

    /** This description, overridden by {@code over}; objects are merged field by field, lists are replaced. */
    public ModelEntry merge(ModelEntry over) {
        return new ModelEntry(merged(fields, over.fields));
    }

    public ModelEntry name(String name) {
        return with("name", name);
    }

    /** @param values that can be asked for; ratios are plain strings */
    public ModelEntry with(Option option, List<String> values) {
        return with(option.field(), values);
    }

    /** @param offered whether the option can be asked for */
    public ModelEntry with(Option option, boolean offered) {
        return with(option.field(), offered);
    }

    /** @param sizes null: exact sizes are not understood */
    public ModelEntry exactSizes(@Nullable ExactSizes sizes) {
        return with(Option.SIZE.field(), sizes);
    }

    public ModelEntry maxPartialImages(int max) {
        return with(Option.PARTIAL_IMAGES.field(), max);
    }

    /** @param perCall 1: a call for each picture */
    public ModelEntry pictures(int max, int perCall) {
        return with(Option.COUNT.field(), new ModelCapabilities.Pictures(max, perCall));
    }

    /**
     * @param min how many a call needs
     * @param max 0: none are accepted; types and bytes stay as they are known
     */
    public ModelEntry references(int min, int max) {
        ModelEntry next = with("modes", null);
        next.fields.withObjectProperty("references").put("min", min).put("max", max);
        return next;
    }

    public ModelEntry price(Price price) {
        return with("price", price);
    }

    ModelEntry withoutNote() {
        return with("note", null);
    }

    /**
     * What can be asked for when only the given options get through.
     *
     * @throws IllegalStateException for a description that was not {@link #read checked}
     */
    ModelCapabilities capabilities(ModelCapabilities.Source source, Carried.Form form, Carried carried) {
        ObjectNode tree = tree();
        tree.put("source", source.wire()).put("known", source != ModelCapabilities.Source.GUESS);
        form.restrict(tree, carried);
        try {
            return Catalogue.MAPPER.treeToValue(tree, ModelCapabilities.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A description of a model is broken", e);
        }
    }

    /** As {@link ModelCapabilities} wants it: the sizes at their ratios. What is null counts as missing. */
    private ObjectNode tree() {
        ObjectNode tree = fields.deepCopy();
        dropNulls(tree);
        joinPixels(tree);
        return tree;
    }

    /** Makes objects with sizes out of the ratios that are plain strings, and leaves the table out. */
    private static void joinPixels(ObjectNode tree) {
        JsonNode table = tree.path(PIXELS);
        tree.remove(PIXELS);
        Set<String> tiers = new HashSet<>();
        tree.path("imageSizes").forEach(tier -> tiers.add(tier.asText()));
        JsonNode ratios = tree.path("aspectRatios");
        for (int i = 0; i < ratios.size(); i++) {
            if (ratios.path(i).isTextual()) {
                String ratio = ratios.get(i).textValue();
                ObjectNode sizes = table.path(ratio) instanceof ObjectNode known ? known.deepCopy() : tree.objectNode();
                ObjectNode joined = tree.objectNode().put("ratio", ratio);
                joined.set(PIXELS, tiers.isEmpty() ? sizes : sizes.retain(tiers));
                ((ArrayNode) ratios).set(i, joined);
            }
        }
    }

    private static void dropNulls(ObjectNode tree) {
        tree.removeIf(JsonNode::isNull);
        tree.forEach(value -> {
            if (value instanceof ObjectNode object) {
                dropNulls(object);
            }
        });
    }

    private ModelEntry with(String field, @Nullable Object value) {
        ObjectNode next = fields.deepCopy();
        next.set(field, Catalogue.MAPPER.<JsonNode>valueToTree(value));
        return new ModelEntry(next);
    }

    private static ObjectNode merged(ObjectNode base, ObjectNode over) {
        ObjectNode result = base.deepCopy();
        over.properties().forEach(field -> {
            boolean both = field.getValue() instanceof ObjectNode && result.get(field.getKey()) instanceof ObjectNode;
            JsonNode value = both
                    ? merged((ObjectNode) result.get(field.getKey()), (ObjectNode) field.getValue())
                    : field.getValue().deepCopy();
            result.set(field.getKey(), value);
        });
        return result;
    }
}
