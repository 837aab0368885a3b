package studio.web;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
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
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Gives every failure of a resource the shape of {@link Problem}. */
@Singleton
class ExceptionMappers {
    private final ProblemWriter problems;
    private final PathMethods methods;

    ExceptionMappers(ProblemWriter problems, PathMethods methods) {
        this.problems = problems;
        this.methods = methods;
    }

    /** An answer without an error status (204, a redirect) that was thrown to end a call passes as it is. */
    @ServerExceptionMapper
    Response thrownAnswer(WebApplicationException failure, RoutingContext routing) {
        return failure.getResponse().getStatus() < 400 ? failure.getResponse() : answer(failure, routing);
    }

    @ServerExceptionMapper
    Response wrongMethod(NotAllowedException failure, RoutingContext routing) {
        return problems.response(
                routing, Failures.of(failure).withHeader(HttpHeaders.ALLOW, String.join(", ", methods.of(routing))));
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
}
