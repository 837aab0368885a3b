package studio.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Set;

/**
 * What an upstream's variant of a protocol carries, whatever the model.
 *
 * @param maxReferenceBytes of one reference picture; 0: the model's limit
 */
public record Carried(Set<Option> options, long maxReferenceBytes) {

    /** Options alone. */
    public static Carried of(Set<Option> options) {
        return new Carried(options, 0);
    }

    /**
     * A protocol, of which dialects carry more or less.
     *
     * @param carries the options of the protocol itself
     * @param referenceTypes media types of the pictures that can be sent
     * @param sizeAlone whether an exact size excludes ratio and tier
     */
    @RegisterForReflection
    record Form(Set<Option> carries, Set<String> referenceTypes, boolean sizeAlone) {

        /** Removes from a description of capabilities what does not get through. */
        void restrict(ObjectNode tree, Carried carried) {
            for (Option option : Option.values()) {
                if (!carried.options().contains(option) && option != Option.COUNT) {
                    tree.remove(option.field());
                }
            }
            if (!carried.options().contains(Option.COUNT)) {
                tree.withObjectProperty(Option.COUNT.field()).put("perCall", 1);
            }
            if (!carried.options().contains(Option.REFERENCES)) {
                tree.remove(Option.MASK.field());
                tree.remove("modes");
            }
            if (tree.path("exactSizes") instanceof ObjectNode sizes) {
                sizes.put("alone", sizeAlone);
            }
            if (carried.maxReferenceBytes() > 0 && tree.path("references") instanceof ObjectNode references) {
                long known = references.path("maxBytes").asLong(0);
                long max = carried.maxReferenceBytes();
                references.put("maxBytes", known > 0 ? Math.min(known, max) : max);
            }
            if (tree.path("references").path("types") instanceof ArrayNode types) {
                types.removeIf(type -> !referenceTypes.contains(type.asText()));
            }
        }
    }
}
