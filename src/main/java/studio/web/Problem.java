package studio.web;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import studio.problem.Language;
import studio.problem.ProblemException;

/**
 * The one shape of every failure: RFC 9457 with the members that clients of the studio read.
 *
 * @param code stable English snake_case, for programs
 * @param message the sentence for people, in the language they asked for
 * @param requestId names the failure in the log
 * @param errors the wrong fields of the request
 * @param extras further members, for example {@code upstream}
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"type", "title", "status", "code", "message", "detail", "requestId", "errors"})
@Schema(name = "Problem", description = "Every failure has this shape (RFC 9457).")
public record Problem(
        String type,
        String title,
        int status,
        String code,
        String message,
        @Nullable String detail,
        @Nullable String requestId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldProblem> errors,
        @JsonAnyGetter Map<String, Object> extras) {

    /** A wrong field, by its JSON name or path. */
    @RegisterForReflection
    public record FieldProblem(String field, String message) {}

    /** Renders a failure in a language. */
    public static Problem of(ProblemException failure, Language language, @Nullable String requestId) {
        return new Problem(
                "about:blank",
                HttpResponseStatus.valueOf(failure.status()).reasonPhrase(),
                failure.status(),
                failure.code(),
                failure.message().in(language),
                failure.detail(),
                requestId,
                failure.fields().stream()
                        .map(error ->
                                new FieldProblem(error.field(), error.message().in(language)))
                        .toList(),
                failure.extras());
    }
}
