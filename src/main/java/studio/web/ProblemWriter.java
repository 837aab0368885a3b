package studio.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;
import studio.problem.Language;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/**
 * Answers a request with a {@link Problem} and logs it, for handlers below JAX-RS (authentication, limits, routes) and for the
 * exception mappers above.
 *
 * <p>The media type is {@code application/json}, as clients of the studio expect it, and {@code application/problem+json} for
 * those whose {@code Accept} names it.
 */
@Singleton
public class ProblemWriter {
    private static final Logger LOG = Logger.getLogger(ProblemWriter.class);
    private static final String PROBLEM_JSON = "application/problem+json";

    private final ObjectMapper json;
    private final BasePath base;

    ProblemWriter(ObjectMapper json, BasePath base) {
        this.json = json;
        this.base = base;
    }

    /** Ends the response, discarding what a handler had prepared; resets the connection when the answer has started. */
    public void write(RoutingContext routing, ProblemException failure) {
        log(routing, failure);
        HttpServerResponse response = routing.response();
        if (response.ended()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        response.setStatusCode(failure.status());
        // With compression on, Quarkus marks answers "identity" until a handler decides; these are small.
        response.headers().remove("Content-Encoding").remove("Content-Length").remove("ETag");
        headers(routing, failure).forEach(response::putHeader);
        response.end(Buffer.buffer(body(routing, failure)));
    }

    /** The same answer for JAX-RS. */
    Response response(RoutingContext routing, ProblemException failure) {
        log(routing, failure);
        Response.ResponseBuilder answer = Response.status(failure.status()).entity(body(routing, failure));
        headers(routing, failure).forEach(answer::header);
        return answer.build();
    }

    /** Internal causes as errors, clients that hang up and refusals at debug level. */
    private static void log(RoutingContext routing, ProblemException problem) {
        HttpServerRequest request = routing.request();
        Throwable cause = problem.getCause();
        boolean answered408 = routing.response().ended() && routing.response().getStatusCode() == 408;
        if (problem.status() < 500) {
            LOG.debugf("%s %s: %s", request.method(), request.path(), problem.getMessage());
        } else if (answered408 || HangUp.isBehind(cause)) {
            // A handler that still reads a body that stopped arriving fails after the client was answered.
            LOG.debugf("%s %s: the client hung up", request.method(), request.path());
        } else if (ProblemCode.INTERNAL_ERROR.wire().equals(problem.code())) {
            LOG.errorf(cause, "%s %s failed", request.method(), request.path());
        } else {
            LOG.warnf("%s %s: %d %s", request.method(), request.path(), problem.status(), problem.getMessage());
        }
    }

    private static Map<String, String> headers(RoutingContext routing, ProblemException failure) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cache-Control", "no-store");
        headers.put("Content-Language", language(routing).tag());
        headers.put("Vary", "Accept-Language");
        headers.putAll(failure.headers());
        headers.put("Content-Type", mediaType(routing));
        return headers;
    }

    private byte[] body(RoutingContext routing, ProblemException failure) {
        Language language = language(routing);
        if (wantsPage(routing)) {
            return page(failure, language).getBytes(StandardCharsets.UTF_8);
        }
        try {
            return json.writeValueAsBytes(Problem.of(failure, language, RequestId.of(routing)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A problem must be made of plain values", e);
        }
    }

    private static Language language(RoutingContext routing) {
        return Language.of(routing.request().getHeader("Accept-Language"));
    }

    private static String mediaType(RoutingContext routing) {
        if (wantsPage(routing)) {
            return "text/html;charset=UTF-8";
        }
        String accept = routing.request().getHeader("Accept");
        return accept != null && accept.contains(PROBLEM_JSON) ? PROBLEM_JSON : "application/json;charset=UTF-8";
    }

    /** A browser at a wrong address gets a sentence and a link rather than JSON. */
    private static boolean wantsPage(RoutingContext routing) {
        String path = routing.request().path();
        String accept = routing.request().getHeader("Accept");
        return accept != null
                && accept.contains("text/html")
                && path != null
                && !path.startsWith("/api/")
                && !path.startsWith("/q/");
    }

    private String page(ProblemException failure, Language language) {
        String sentence = failure.message().in(language);
        return String.format(
                Locale.ROOT,
                """
                <!doctype html>
                <html lang="%1$s"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>%2$d</title><h1>%2$d</h1><p>%3$s</p><p><a href="%4$s">%5$s</a></p></html>
                """,
                language.tag(),
                failure.status(),
                sentence.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
                base.of(BasePath.PAGE),
                Message.of("web.to_the_studio").in(language));
    }
}
