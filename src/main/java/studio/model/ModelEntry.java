package studio.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of what there is to say about a model: from the registry, from {@code config/models.json}, or from an upstream that
 * describes its models. It has the fields of {@link ModelCapabilities}, each of which may be missing; ratios are plain
 * strings, and their sizes stand in {@code pixels}. Immutable.
 */
public final class ModelEntry {
    /** Says nothing. Start from it to put down what an upstream tells. */
    public static final ModelEntry NOTHING = new ModelEntry(JsonNodeFactory.instance.objectNode());

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final ObjectNode told;

    private ModelEntry(ObjectNode told) {
        this.told = told;
    }

    /**
     * @param place for the sentence, for example {@code models[3]}
     * @throws DescriptionException when a field is unknown or has a value that it cannot have
     */
    static ModelEntry read(ObjectNode description, String place) throws DescriptionException {
        ModelEntry entry = new ModelEntry(description.deepCopy());
        try {
            PixelTable.read(entry.told.path(PixelTable.FIELD), MAPPER);
            MAPPER.treeToValue(entry.tree(), ModelCapabilities.class);
            return entry;
        } catch (JsonMappingException e) {
            throw DescriptionException.in(place, e);
        } catch (JsonProcessingException e) {
            throw DescriptionException.syntax(e);
        }
    }

    /** This, with everything that {@code over} tells on top; objects are merged field by field, lists are replaced. */
    public ModelEntry merge(ModelEntry over) {
        return new ModelEntry(merged(told, over.told));
    }

    public ModelEntry name(String name) {
        return with("name", name);
    }

    public ModelEntry aspectRatios(List<String> ratios) {
        return with("aspectRatios", ratios);
    }

    /** @param tiers of {@code 512}, {@code 1K}, {@code 1.5K}, {@code 2K}, {@code 3K}, {@code 4K} */
    public ModelEntry imageSizes(List<String> tiers) {
        return with("imageSizes", tiers);
    }

    /** @param sizes null: exact sizes are not understood */
    public ModelEntry exactSizes(@Nullable ExactSizes sizes) {
        return with("exactSizes", sizes);
    }

    public ModelEntry qualities(List<String> qualities) {
        return with("qualities", qualities);
    }

    public ModelEntry outputFormats(List<String> formats) {
        return with("outputFormats", formats);
    }

    public ModelEntry outputCompression(boolean understood) {
        return with("outputCompression", understood);
    }

    public ModelEntry backgrounds(List<String> backgrounds) {
        return with("backgrounds", backgrounds);
    }

    public ModelEntry googleSearch(boolean offered) {
        return with("googleSearch", offered);
    }

    /**
     * @param min how many a call needs
     * @param max 0: words only; types and bytes stay as they are known
     */
    public ModelEntry references(int min, int max) {
        ModelEntry next = with("modes", null);
        next.told.withObjectProperty("references").put("min", min).put("max", max);
        return next;
    }

    public ModelEntry maxPartialImages(int max) {
        return with("maxPartialImages", max);
    }

    /** @param perCall 1: a call for each picture */
    public ModelEntry pictures(int max, int perCall) {
        return with("pictures", new ModelCapabilities.Pictures(max, perCall));
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
    ModelCapabilities capabilities(ModelCapabilities.Source source, WireForm form) {
        ObjectNode tree = tree();
        tree.put("source", source.wire()).put("known", source != ModelCapabilities.Source.GUESS);
        form.restrict(tree);
        try {
            return MAPPER.treeToValue(tree, ModelCapabilities.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A description of a model is broken", e);
        }
    }

    /** As {@link ModelCapabilities} wants it: the sizes at their ratios. What is null counts as missing. */
    private ObjectNode tree() {
        ObjectNode tree = merged(MAPPER.createObjectNode(), told);
        dropNulls(tree);
        PixelTable.join(tree);
        return tree;
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
        ObjectNode next = told.deepCopy();
        JsonNode node = MAPPER.valueToTree(value);
        next.set(field, node == null ? NullNode.getInstance() : node);
        return new ModelEntry(next);
    }

    private static ObjectNode merged(ObjectNode base, ObjectNode over) {
        ObjectNode result = base.deepCopy();
        over.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value instanceof ObjectNode object) {
                ObjectNode before =
                        result.get(field.getKey()) instanceof ObjectNode known ? known : result.objectNode();
                result.set(field.getKey(), merged(before, object));
            } else {
                result.set(field.getKey(), value.deepCopy());
            }
        });
        return result;
    }
}
