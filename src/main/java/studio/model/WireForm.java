package studio.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * What a wire form can carry at all, whatever the model.
 *
 * @param referenceTypes media types of the pictures that can be sent
 * @param sizeAlone whether an exact size excludes ratio and tier
 */
record WireForm(Set<Option> carries, Set<String> referenceTypes, boolean sizeAlone) {

    /** @throws IllegalArgumentException for an option that there is not */
    static WireForm read(JsonNode form) {
        Set<Option> carries = EnumSet.noneOf(Option.class);
        form.path("carries").forEach(option -> carries.add(Option.of(option.asText())));
        Set<String> types = new HashSet<>();
        form.path("referenceTypes").forEach(type -> types.add(type.asText()));
        return new WireForm(
                Collections.unmodifiableSet(carries),
                Set.copyOf(types),
                form.path("sizeAlone").asBoolean());
    }

    /** The same form in a dialect with other options. */
    WireForm carrying(Set<Option> options) {
        return new WireForm(Set.copyOf(options), referenceTypes, sizeAlone);
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
        if (tree.path("references").path("types") instanceof ArrayNode types) {
            for (int i = types.size() - 1; i >= 0; i--) {
                if (!referenceTypes.contains(types.get(i).asText())) {
                    types.remove(i);
                }
            }
        }
    }
}
