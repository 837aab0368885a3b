package studio.web;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;

/** Gives every failure of a resource the shape of {@link Problem}. */
@Singleton
class ExceptionMappers {
    private static final Pattern PARAMETER = Pattern.compile("\\{[^{}]*(\\{[^{}]*}[^{}]*)*}");

    private final ProblemWriter problems;

    ExceptionMappers(ProblemWriter problems) {
        this.problems = problems;
    }

    /** An answer without an error status (204, a redirect) that was thrown to end a call passes as it is. */
    @ServerExceptionMapper
    Response thrownAnswer(WebApplicationException failure, RoutingContext routing) {
        return failure.getResponse().getStatus() < 400 ? failure.getResponse() : answer(failure, routing);
    }

    /** With the {@code Allow} header, which JAX-RS leaves out of its 405. */
    @ServerExceptionMapper
    Response wrongMethod(NotAllowedException failure, RoutingContext routing) {
        String allowed = String.join(", ", methods(routing.normalizedPath()));
        return problems.response(routing, Failures.of(failure).withHeader(HttpHeaders.ALLOW, allowed));
    }

    /** The named types have mappers of their own in Quarkus, which this one replaces. */
    @ServerExceptionMapper({
        Throwable.class,
        MismatchedInputException.class,
        ConstraintViolationException.class,
        AuthenticationFailedException.class,
        UnauthorizedException.class,
        ForbiddenException.class
    })
    Response answer(Throwable failure, RoutingContext routing) {
        return problems.response(routing, Failures.of(failure));
    }

    /** The methods of a path, sorted, for example {@code GET, HEAD, OPTIONS}. */
    private static Set<String> methods(String path) {
        Set<String> methods = new TreeSet<>(List.of("OPTIONS"));
        RuntimeResourceVisitor.visitRuntimeResources(
                "", ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers(), new RuntimeResourceVisitor() {
                    @Override
                    public void visitRuntimeResource(String method, String template, RuntimeResource resource) {
                        if (path.matches(regex(template))) {
                            methods.add(method);
                        }
                    }
                });
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    private static String regex(String template) {
        return Arrays.stream(PARAMETER.splitWithDelimiters(template, -1))
                .map(part -> !part.startsWith("{") ? Pattern.quote(part) : part.contains(":") ? ".+" : "[^/]+")
                .collect(Collectors.joining("", "", "/?"));
    }
}
