package studio.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import studio.problem.Language;
import studio.problem.Message;
import studio.problem.ProblemException;

/**
 * Answers a request with a {@link Problem}, for handlers below JAX-RS (authentication, limits, routes) and for the exception
 * mappers above.
 *
 * <p>The media type is {@code application/json}, as clients of the studio expect it, and {@code application/problem+json} for
 * those whose {@code Accept} names it.
 */
@Singleton
public class ProblemWriter {
    private static final String PROBLEM_JSON = "application/problem+json";
    private final ObjectMapper json;
    private final BasePath base;

    ProblemWriter(ObjectMapper json, BasePath base) {
        this.json = json;
        this.base = base;
    }

    /** Ends the response, discarding what a handler had prepared; resets the connection when the answer has begun. */
    public void write(RoutingContext routing, ProblemException failure) {
        HttpServerResponse response = routing.response();
        if (response.ended()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        Language language = language(routing);
        response.setStatusCode(failure.status());
        // With compression on, Quarkus marks answers "identity" until a handler decides; these are small.
        response.headers().remove("Content-Encoding").remove("Content-Length").remove("ETag");
        response.putHeader("Cache-Control", "no-store");
        response.putHeader("Content-Language", language.tag());
        response.putHeader("Vary", "Accept-Language");
        failure.headers().forEach(response::putHeader);
        response.putHeader("Content-Type", mediaType(routing));
        response.end(Buffer.buffer(body(routing, failure, language)));
    }

    /** The same answer for JAX-RS. */
    Response response(RoutingContext routing, ProblemException failure) {
        Language language = language(routing);
        Response.ResponseBuilder answer = Response.status(failure.status())
                .type(mediaType(routing))
                .header("Cache-Control", "no-store")
                .header("Content-Language", language.tag())
                .header("Vary", "Accept-Language")
                .entity(body(routing, failure, language));
        failure.headers().forEach(answer::header);
        return answer.build();
    }

    private byte[] body(RoutingContext routing, ProblemException failure, Language language) {
        if (wantsPage(routing)) {
            return page(failure, language).getBytes(StandardCharsets.UTF_8);
        }
        Problem problem = Problem.of(failure, language, RequestId.of(routing));
        try {
            return json.writeValueAsBytes(problem);
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
        String home = Message.of("web.to_the_studio").in(language);
        return String.format(
                Locale.ROOT,
                """
                <!doctype html>
                <html lang="%s"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>%d</title><h1>%d</h1><p>%s</p><p><a href="%s">%s</a></p></html>
                """,
                language.tag(),
                failure.status(),
                failure.status(),
                escape(failure.message().in(language)),
                base.of(BasePath.PAGE),
                home);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
