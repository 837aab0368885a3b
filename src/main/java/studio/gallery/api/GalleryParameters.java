package studio.gallery.api;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import studio.gallery.Cursor;
import studio.gallery.GalleryFilter;
import studio.problem.Message;
import studio.problem.ProblemException;
import studio.problem.WholeNumber;

/** The query of a gallery list, as text, because a wrong value deserves a sentence about its field. */
public record GalleryParameters(
        @BeanParam Page page,

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

    private static final int LONGEST_SEARCH = 500;

    /** Which page of a list. */
    public record Page(
            @QueryParam("limit") @Parameter(description = "1 to 200, 50 when absent") @Nullable
            String limit,

            @QueryParam("cursor") @Parameter(description = "nextCursor of the page before") @Nullable
            String cursor) {

        private static final int MAX = 200;
        private static final int DEFAULT = 50;

        /** @throws ProblemException 400 for what is not an integer from 1 to {@value #MAX} */
        int size() {
            return WholeNumber.read("limit", limit, DEFAULT, MAX);
        }

        @Nullable
        Cursor after() {
            return cursor == null || cursor.isBlank() ? null : Cursor.decoded(cursor);
        }
    }

    boolean absent() {
        return Stream.of(page.limit(), page.cursor(), q, configId, model, aspectRatio, favorite, from, to, sort)
                .allMatch(Objects::isNull);
    }

    GalleryFilter filter() {
        return new GalleryFilter(
                search(),
                given(configId),
                given(model),
                given(aspectRatio),
                given(favorite) == null ? null : (Boolean) flag("favorite", favorite),
                time("from", from, 0),
                time("to", to, 1),
                oldestFirst());
    }

    /** False when absent. @throws ProblemException 400 for anything else but true and false */
    static boolean flag(String name, @Nullable String value) {
        return switch (value == null ? "" : value) {
            case "", "false" -> false;
            case "true" -> true;
            default -> throw ProblemException.field(name, Message.of("gallery.flag_expected", name));
        };
    }

    private @Nullable String search() {
        String text = q == null ? "" : q.strip().replace("\0", "");
        if (text.length() > LONGEST_SEARCH) {
            throw ProblemException.field("q", Message.of("gallery.search_too_long", LONGEST_SEARCH));
        }
        return given(text);
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

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
