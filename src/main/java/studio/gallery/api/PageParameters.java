package studio.gallery.api;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import studio.gallery.Cursor;
import studio.problem.Message;
import studio.problem.ProblemException;

/** Which page of a list, as text, because a wrong value deserves a sentence about its field. */
public record PageParameters(
        @QueryParam("limit") @Parameter(description = "1 to 200, 50 when absent") @Nullable
        String limit,

        @QueryParam("cursor") @Parameter(description = "nextCursor of the page before") @Nullable
        String cursor) {

    private static final int MAX = 200;
    private static final int DEFAULT = 50;

    /** @throws ProblemException 400 for what is not an integer from 1 to {@value #MAX} */
    int size() {
        int size = DEFAULT;
        try {
            size = limit == null ? size : Integer.parseInt(limit.strip());
        } catch (NumberFormatException e) {
            throw wrongLimit().causedBy(e);
        }
        if (size < 1 || size > MAX) {
            throw wrongLimit();
        }
        return size;
    }

    @Nullable
    Cursor after() {
        return cursor == null || cursor.isBlank() ? null : Cursor.decoded(cursor);
    }

    private static ProblemException wrongLimit() {
        return ProblemException.field("limit", Message.of("gallery.limit_range", MAX));
    }
}
