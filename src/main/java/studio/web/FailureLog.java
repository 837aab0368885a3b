package studio.web;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import studio.problem.ProblemException;

/** Logs failed requests: internal causes as errors, clients that hang up at debug level. */
@Singleton
public class FailureLog {
    private static final Logger LOG = Logger.getLogger(FailureLog.class);

    public void note(RoutingContext routing, ProblemException problem) {
        if (problem.status() < 500) {
            LOG.debugf(
                    "%s %s: %s", routing.request().method(), routing.request().path(), problem.getMessage());
            return;
        }
        Throwable cause = problem.getCause();
        // Whoever still read a body that stopped arriving fails after the client was answered.
        if (HangUp.isBehind(cause) || isTimedOut(routing)) {
            LOG.debugf(
                    "%s %s: the client hung up",
                    routing.request().method(), routing.request().path());
        } else if ("internal_error".equals(problem.code())) {
            LOG.errorf(
                    cause,
                    "%s %s failed",
                    routing.request().method(),
                    routing.request().path());
        } else {
            LOG.warnf(
                    "%s %s: %d %s",
                    routing.request().method(), routing.request().path(), problem.status(), problem.getMessage());
        }
    }

    private static boolean isTimedOut(RoutingContext routing) {
        return routing.response().ended() && routing.response().getStatusCode() == 408;
    }
}
