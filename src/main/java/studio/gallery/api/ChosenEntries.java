package studio.gallery.api;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;
import studio.problem.ProblemException;

/**
 * Entries that a person has ticked.
 *
 * @param ids 1 to {@value #MOST}
 */
@Schema(requiredProperties = "ids")
public record ChosenEntries(@Nullable List<@Nullable String> ids) {
    static final int MOST = 1000;

    /** Each id once, in the order given. */
    static Set<String> checked(@Nullable ChosenEntries chosen) {
        return checked(chosen == null ? null : chosen.ids());
    }

    static Set<String> checked(@Nullable List<@Nullable String> ids) {
        if (ids == null || ids.isEmpty()) {
            throw ProblemException.field("ids", Message.of("gallery.ids_empty"));
        }
        if (ids.size() > MOST) {
            throw ProblemException.field("ids", Message.of("gallery.ids_too_many", MOST));
        }
        Set<String> distinct = new LinkedHashSet<>();
        for (String id : ids) {
            if (id == null) {
                throw ProblemException.field("ids", Message.of("gallery.ids_with_null"));
            }
            distinct.add(id);
        }
        return distinct;
    }
}
