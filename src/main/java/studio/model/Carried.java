package studio.model;

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
}
