package studio.gallery;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/**
 * How many entries of a list each day has, in the order of the list, so that a page can show where in it one is.
 *
 * @param runs none for an empty list
 */
@RegisterForReflection
public record GalleryTimeline(List<Run> runs) {

    /**
     * Entries of one day that follow upon each other; a day with very many has several runs.
     *
     * @param day of the requested time zone, for example {@code 2026-11-23}
     * @param cursor where the list of these entries starts
     * @param start the same as a time: of a list with the oldest first included, else not
     */
    @RegisterForReflection
    public record Run(String day, long count, String cursor, Instant start) {}
}
