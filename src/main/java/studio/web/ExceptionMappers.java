package studio.web;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Gives every failure of a resource the shape of {@link Problem}. */
@Singleton
class ExceptionMappers {
    private final ProblemWriter problems;
    private final FailureLog log;

    ExceptionMappers(ProblemWriter problems, FailureLog log) {
        this.problems = problems;
        this.log = log;
    }

    /** An answer without an error status (204, a redirect) that was thrown to end a call passes as it is. */
    @ServerExceptionMapper
    Response thrownAnswer(WebApplicationException failure, RoutingContext routing) {
        return failure.getResponse().getStatus() < 400 ? failure.getResponse() : answer(failure, routing);
    }

    /** The named types have mappers of their own in Quarkus, which this one replaces. */
    @ServerExceptionMapper({
        Throwable.class,
        MismatchedInputException.class,
        AuthenticationFailedException.class,
        UnauthorizedException.class,
        ForbiddenException.class
    })
    Response answer(Throwable failure, RoutingContext routing) {
        ProblemException problem = Failures.of(failure);
        log.note(routing, problem);
        return problems.response(routing, problem);
    }
}
