package studio.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Set;

/**
 * The options that a protocol supports, whatever the model.
 *
 * @param referenceTypes media types of the pictures that can be sent
 * @param sizeAlone whether an exact size excludes ratio and tier
 * @param maxReferenceBytes of one reference picture; 0: the model's limit
 */
@RegisterForReflection
record WireForm(Set<Option> carries, Set<String> referenceTypes, boolean sizeAlone, long maxReferenceBytes) {

    /** The same form in a dialect that carries something else. */
    WireForm carrying(Carried carried) {
        return new WireForm(Set.copyOf(carried.options()), referenceTypes, sizeAlone, carried.maxReferenceBytes());
    }

    /** Takes what does not get through out of a description of capabilities. */
    void restrict(ObjectNode tree) {
        for (Option option : Option.values()) {
            if (!carries.contains(option) && option != Option.COUNT) {
                tree.remove(option.field());
            }
        }
        if (!carries.contains(Option.COUNT)) {
            tree.withObjectProperty(Option.COUNT.field()).put("perCall", 1);
        }
        if (!carries.contains(Option.REFERENCES)) {
            tree.remove(Option.MASK.field());
            tree.remove("modes");
        }
        if (tree.path("exactSizes") instanceof ObjectNode sizes) {
            sizes.put("alone", sizeAlone);
        }
        if (maxReferenceBytes > 0 && tree.path("references") instanceof ObjectNode references) {
            long known = references.path("maxBytes").asLong(0);
            references.put("maxBytes", known > 0 ? Math.min(known, maxReferenceBytes) : maxReferenceBytes);
        }
        if (tree.path("references").path("types") instanceof ArrayNode types) {
            for (int i = types.size() - 1; i >= 0; i--) {
                if (!referenceTypes.contains(types.get(i).asText())) {
                    types.remove(i);
                }
            }
        }
    }
}
