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
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/** Translates what frameworks throw into the studio's own failures. An unknown one becomes a 500 without details. */
public final class Failures {
    /** Headers of a framework's answer that describe the body we replace. */
    private static final Set<String> BODY_HEADERS = Set.of("content-type", "content-length", "content-encoding");

    private Failures() {}

    public static ProblemException of(Throwable failure) {
        return switch (failure) {
            case ProblemException problem -> problem;
            case AuthenticationFailedException e -> unauthorized();
            case UnauthorizedException e -> unauthorized();
            case ConstraintViolationException e -> Violations.problem(e.getConstraintViolations());
            case ForbiddenException e -> ofStatus(403);
            case TimeoutException e -> ofStatus(504).causedBy(e);
            case RejectedExecutionException e ->
                ofStatus(503).withHeader("Retry-After", "1").causedBy(e);
            case JsonProcessingException e -> JsonFailures.of(e);
            // Jackson's word for bytes that are no characters.
            case CharConversionException e -> JsonFailures.malformed(null);
            case WebApplicationException e -> ofJaxRs(e);
            default -> unexpected(failure);
        };
    }

    static ProblemException unauthorized() {
        return ofStatus(401).withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }

    public static ProblemException tooLarge(long limit) {
        String readable = limit >= 1 << 20
                ? (limit >> 20) + " MiB"
                : limit >> 10 << 10 == limit ? (limit >> 10) + " KiB" : limit + " B";
        return ProblemException.of(ProblemCode.BODY_TOO_LARGE, Message.of("web.body_larger_than", readable));
    }

    static ProblemException unexpected(Throwable cause) {
        return ofStatus(500).causedBy(cause);
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
        return switch (status) {
            case 400 -> ProblemException.of(ProblemCode.INVALID_REQUEST, Message.of("web.request_invalid"));
            case 401 -> ProblemException.of(ProblemCode.UNAUTHORIZED);
            case 403 -> ProblemException.of(ProblemCode.FORBIDDEN);
            case 404 -> ProblemException.of(ProblemCode.NOT_FOUND);
            case 405 -> ProblemException.of(ProblemCode.METHOD_NOT_ALLOWED);
            case 406 -> ProblemException.of(ProblemCode.NOT_ACCEPTABLE);
            case 408 -> ProblemException.of(ProblemCode.REQUEST_TIMEOUT);
            case 413 -> ProblemException.of(ProblemCode.BODY_TOO_LARGE, Message.of("web.body_too_large"));
            case 414 -> ProblemException.of(ProblemCode.URI_TOO_LONG);
            case 415 -> ProblemException.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
            case 416 -> ProblemException.of(ProblemCode.RANGE_NOT_SATISFIABLE);
            case 431 -> ProblemException.of(ProblemCode.HEADERS_TOO_LARGE);
            case 503 -> ProblemException.of(ProblemCode.UNAVAILABLE);
            case 504 -> ProblemException.of(ProblemCode.TIMEOUT);
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
