package studio.web;

import com.fasterxml.jackson.core.JsonProcessingException;
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

    private Failures() {}

    public static ProblemException of(Throwable failure) {
        return switch (failure) {
            case ProblemException problem -> problem;
            case AuthenticationFailedException e -> ofStatus(401).withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            case UnauthorizedException e -> ofStatus(401).withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            case ConstraintViolationException e -> Violations.problem(e.getConstraintViolations());
            case ForbiddenException e -> ofStatus(403);
            case TimeoutException e -> ofStatus(504).causedBy(e);
            case RejectedExecutionException e ->
                ofStatus(503).withHeader("Retry-After", "1").causedBy(e);
            case JsonProcessingException e -> JsonFailures.of(e);
            // Jackson's word for bytes that are no characters.
            case CharConversionException e -> JsonFailures.malformed(null);
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
}
