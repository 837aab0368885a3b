package studio.web;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.CharConversionException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jspecify.annotations.Nullable;
import studio.json.WholeText;
import studio.problem.Explained;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/** Translates what frameworks throw into the studio's own failures. An unknown one becomes a 500 without details. */
public final class Failures {
    /** Headers of a framework's answer that describe the body we replace. */
    private static final Set<String> BODY_HEADERS = Set.of("content-type", "content-length", "content-encoding");

    /** The codes of bare statuses whose sentence is that of the code. */
    private static final Map<Integer, ProblemCode> CODES = Stream.of(
                    ProblemCode.UNAUTHORIZED,
                    ProblemCode.FORBIDDEN,
                    ProblemCode.NOT_FOUND,
                    ProblemCode.METHOD_NOT_ALLOWED,
                    ProblemCode.NOT_ACCEPTABLE,
                    ProblemCode.REQUEST_TIMEOUT,
                    ProblemCode.URI_TOO_LONG,
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    ProblemCode.RANGE_NOT_SATISFIABLE,
                    ProblemCode.HEADERS_TOO_LARGE,
                    ProblemCode.UNAVAILABLE,
                    ProblemCode.TIMEOUT)
            .collect(Collectors.toMap(ProblemCode::status, code -> code));

    private static final int MAX_PATH = 100;

    private Failures() {}

    public static ProblemException of(Throwable failure) {
        return switch (failure) {
            case ProblemException problem -> problem;
            case Explained explained -> explained.problem();
            case AuthenticationFailedException e -> ofStatus(401).withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            case UnauthorizedException e -> ofStatus(401).withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            case ConstraintViolationException e -> Violations.problem(e.getConstraintViolations());
            case ForbiddenException e -> ofStatus(403);
            case TimeoutException e -> ofStatus(504).causedBy(e);
            case RejectedExecutionException e ->
                ofStatus(503).withHeader("Retry-After", "1").causedBy(e);
            case JsonProcessingException e -> ofJson(e);
            // Jackson's word for bytes that are no characters.
            case CharConversionException e -> malformed(null);
            case WebApplicationException e -> ofJaxRs(e);
            default -> ofStatus(500).causedBy(failure);
        };
    }

    public static ProblemException tooLarge(long limit) {
        String readable = limit >= 1 << 20
                ? (limit >> 20) + " MiB"
                : limit >> 10 << 10 == limit ? (limit >> 10) + " KiB" : limit + " B";
        return ProblemException.of(ProblemCode.BODY_TOO_LARGE, Message.of("web.body_larger_than", readable));
    }

    private static ProblemException ofJaxRs(WebApplicationException e) {
        if (e.getCause() instanceof JsonProcessingException || e.getCause() instanceof CharConversionException) {
            return of(e.getCause());
        }
        Response answer = e.getResponse();
        ProblemException problem = ofStatus(answer.getStatus());
        for (var header : answer.getStringHeaders().entrySet()) {
            if (!BODY_HEADERS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                problem = problem.withHeader(header.getKey(), String.join(", ", header.getValue()));
            }
        }
        return problem.status() >= 500 ? problem.causedBy(e) : problem;
    }

    /** The failure of a bare status. */
    public static ProblemException ofStatus(int status) {
        ProblemCode code = CODES.get(status);
        if (code != null) {
            return ProblemException.of(code);
        }
        return switch (status) {
            case 400 -> ProblemException.of(ProblemCode.INVALID_REQUEST, Message.of("web.request_invalid"));
            case 413 -> ProblemException.of(ProblemCode.BODY_TOO_LARGE, Message.of("web.body_too_large"));
            default ->
                status >= 400 && status < 500
                        ? ProblemException.of(status, reason(status), Message.of("web.request_failed"))
                        : ProblemException.of(ProblemCode.INTERNAL_ERROR);
        };
    }

    private static String reason(int status) {
        return HttpResponseStatus.valueOf(status)
                .reasonPhrase()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z]+", "_");
    }

    /** Where a body stops being JSON, or which field has the wrong type. */
    private static ProblemException ofJson(JsonProcessingException e) {
        return switch (e) {
            case InvalidDefinitionException wrong -> ofStatus(500).causedBy(wrong);
            case StreamConstraintsException large ->
                ProblemException.of(ProblemCode.JSON_TOO_COMPLEX).causedBy(large);
            case UnrecognizedPropertyException unknown -> field(unknown, Message.of("web.field_unknown"));
            case InvalidFormatException wrong -> field(wrong, expected(wrong));
            case MismatchedInputException empty
            when empty.getPath().isEmpty() && String.valueOf(empty.getMessage()).startsWith("No content") ->
                ProblemException.of(ProblemCode.MALFORMED_JSON, Message.of("web.body_unusable"));
            case MismatchedInputException wrong -> field(wrong, expected(wrong));
            case JsonMappingException wrong when wrong.getCause() instanceof ProblemException own -> own;
            case JsonMappingException wrong
            when !path(wrong).isEmpty() -> field(wrong, Message.of("web.value_invalid"));
            default -> malformed(e.getLocation());
        };
    }

    private static ProblemException malformed(@Nullable JsonLocation at) {
        if (at == null) {
            return ProblemException.of(ProblemCode.MALFORMED_JSON, Message.of("web.body_not_json"));
        }
        return ProblemException.of(
                        ProblemCode.MALFORMED_JSON,
                        Message.of("web.body_not_json_at", at.getLineNr(), at.getColumnNr()))
                .withExtra("line", at.getLineNr())
                .withExtra("column", at.getColumnNr());
    }

    private static ProblemException field(JsonMappingException e, Message message) {
        String path = path(e);
        return path.isEmpty()
                ? ProblemException.of(ProblemCode.INVALID_REQUEST, Message.of("web.of_body", message))
                : ProblemException.wrong(path, message);
    }

    /** Where a value stands, for example {@code images[2].name}; empty for the whole. */
    public static String path(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(reference -> reference.getFieldName() == null
                        ? "[" + reference.getIndex() + "]"
                        : "." + reference.getFieldName())
                .collect(Collectors.joining());
        String trimmed = path.startsWith(".") ? path.substring(1) : path;
        return trimmed.length() > MAX_PATH ? WholeText.start(trimmed, MAX_PATH) + "…" : trimmed;
    }

    private static Message expected(MismatchedInputException e) {
        Class<?> type = e.getTargetType() == null ? Object.class : e.getTargetType();
        if (type == String.class) {
            return Message.of("web.expected_text");
        }
        if (type == boolean.class || type == Boolean.class) {
            return Message.of("web.expected_flag");
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return Message.of("web.expected_integer");
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return Message.of("web.expected_number");
        }
        if (type.isArray() || Iterable.class.isAssignableFrom(type)) {
            return Message.of("web.expected_list");
        }
        return Message.of(type.isEnum() ? "web.expected_choice" : "web.expected_object");
    }
}
