package studio.gallery.api;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import studio.gallery.GalleryFilter;
import studio.problem.Message;
import studio.problem.ProblemException;

/** Reads which entries a request means. */
final class Chosen {
    private static final int MAX_IDS = 1000;

    /**
     * All entries that match, as the list does with the same values.
     *
     * @param except ids of matching entries that are not meant, at most 1000
     */
    @Schema(name = "MatchingEntries")
    public record Matching(
            @Nullable String q,
            @Nullable String configId,
            @Nullable String model,
            @Nullable String aspectRatio,
            @Nullable Boolean favorite,
            @Nullable String from,
            @Nullable String to,
            @Nullable List<@Nullable String> except) {

        GalleryFilter filter() {
            String marked = favorite == null ? null : favorite.toString();
            GalleryParameters.Page any = new GalleryParameters.Page(null, null);
            return new GalleryParameters(any, q, configId, model, aspectRatio, marked, from, to, null).filter();
        }

        Set<String> exceptions() {
            return except == null ? Set.of() : distinct("filter.except", except);
        }
    }

    /**
     * Entries to take out of the trash.
     *
     * @param ids 1 to 1000
     * @param deletedAt in place of ids: all that one deletion of a filter put there
     * @param all in place of ids: everything
     */
    public record RestoredEntries(
            @Nullable List<@Nullable String> ids,
            @Nullable Instant deletedAt,
            @Nullable Boolean all) {}

    private Chosen() {}

    /** Each id once, in the order given. */
    static Set<String> ids(@Nullable List<@Nullable String> ids) {
        if (ids == null || ids.isEmpty()) {
            throw ProblemException.field("ids", Message.of("gallery.ids_empty"));
        }
        return distinct("ids", ids);
    }

    private static Set<String> distinct(String field, List<@Nullable String> ids) {
        if (ids.size() > MAX_IDS) {
            throw ProblemException.field(field, Message.of("gallery.ids_too_many", MAX_IDS));
        }
        Set<String> distinct = new LinkedHashSet<>();
        for (String id : ids) {
            if (id == null) {
                throw ProblemException.field(field, Message.of("gallery.ids_with_null"));
            }
            distinct.add(id);
        }
        return distinct;
    }
}
