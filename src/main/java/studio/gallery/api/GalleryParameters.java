package studio.gallery.api;

import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import studio.gallery.Cursor;
import studio.gallery.GalleryFilter;
import studio.problem.Message;
import studio.problem.ProblemException;

/** The query of a gallery list, as text, because a wrong value deserves a sentence about its field. */
public record GalleryParameters(
        @QueryParam("limit") @Parameter(description = "1 to 200, 50 when absent") @Nullable
        String limit,

        @QueryParam("cursor") @Parameter(description = "nextCursor of the page before") @Nullable
        String cursor,

        @QueryParam("q")
        @Parameter(
                description =
                        "Words that must all be part of the prompt or of the response, in any order; case, accents and widths"
                                + " do not matter. What stands in quotes stays together.")
        @Nullable
        String q,

        @QueryParam("configId") @Nullable String configId,
        @QueryParam("model") @Nullable String model,

        @QueryParam("aspectRatio")
        @Parameter(description = "The shape of the picture, for example 16:9, to which 1344x768 belongs; or other")
        @Nullable
        String aspectRatio,

        @QueryParam("favorite") @Parameter(description = "true or false") @Nullable
        String favorite,

        @QueryParam("from") @Parameter(description = "A time or a day, included") @Nullable
        String from,

        @QueryParam("to") @Parameter(description = "A time, not included, or a day, included") @Nullable
        String to,

        @QueryParam("sort") @Parameter(description = "newest (default) or oldest") @Nullable
        String sort) {

    private static final int MOST = 200;
    private static final int USUAL = 50;
    private static final int LONGEST_SEARCH = 500;

    boolean absent() {
        return Stream.of(limit, cursor, q, configId, model, aspectRatio, favorite, from, to, sort)
                .allMatch(value -> value == null);
    }

    int pageSize() {
        return pageSize(limit);
    }

    /** @throws ProblemException 400 for what is no number from 1 to {@value #MOST} */
    static int pageSize(@Nullable String limit) {
        if (limit == null) {
            return USUAL;
        }
        try {
            int size = Integer.parseInt(limit.strip());
            if (size >= 1 && size <= MOST) {
                return size;
            }
        } catch (NumberFormatException e) {
            throw wrongLimit().causedBy(e);
        }
        throw wrongLimit();
    }

    @Nullable
    Cursor after() {
        return after(cursor);
    }

    static @Nullable Cursor after(@Nullable String cursor) {
        return cursor == null || cursor.isBlank() ? null : Cursor.decoded(cursor);
    }

    GalleryFilter filter() {
        return new GalleryFilter(
                search(),
                blankToNull(configId),
                blankToNull(model),
                blankToNull(aspectRatio),
                blankToNull(favorite) == null ? null : (Boolean) flag("favorite", favorite, false),
                time("from", from, 0),
                time("to", to, 1),
                oldestFirst());
    }

    /** @throws ProblemException 400 for anything but true, false and absent */
    static boolean flag(String name, @Nullable String value, boolean absent) {
        return switch (value == null ? "" : value) {
            case "" -> absent;
            case "true" -> true;
            case "false" -> false;
            default -> throw ProblemException.field(name, Message.of("gallery.flag_expected", name));
        };
    }

    private @Nullable String search() {
        if (q == null) {
            return null;
        }
        String text = q.strip().replace("\0", "");
        if (text.length() > LONGEST_SEARCH) {
            throw ProblemException.field("q", Message.of("gallery.search_too_long", LONGEST_SEARCH));
        }
        return blankToNull(text);
    }

    private boolean oldestFirst() {
        return switch (sort == null ? "" : sort) {
            case "", "newest" -> false;
            case "oldest" -> true;
            default -> throw ProblemException.field("sort", Message.of("gallery.sort_unknown"));
        };
    }

    /** @param days added to a bare day, so that the last day of a span is within it */
    private static @Nullable Instant time(String name, @Nullable String text, int days) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            OffsetDateTime time = text.length() == 10
                    ? LocalDate.parse(text)
                            .plusDays(days)
                            .atStartOfDay(ZoneId.systemDefault())
                            .toOffsetDateTime()
                    : OffsetDateTime.parse(text);
            // Years beyond four digits do not fit into milliseconds.
            return time.withYear(Math.clamp(time.getYear(), 0, 9999)).toInstant();
        } catch (DateTimeException e) {
            throw ProblemException.field(name, Message.of("gallery.day_expected", name))
                    .causedBy(e);
        }
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static ProblemException wrongLimit() {
        return ProblemException.field("limit", Message.of("gallery.limit_range", MOST));
    }
}
