package studio.web.route;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import studio.web.Failures;
import studio.web.ProblemWriter;
import studio.web.Trust;
import studio.web.server.HttpSettings;

/**
 * Decides by {@link Trust} what happens to a request's body, before a byte of it is read. Signed-in bodies without a declared
 * length are counted by {@link CountedBody}.
 */
@Singleton
class BodyLimit {
    private final long limit;
    private final ProblemWriter problems;
    private final SignInBody signIn;

    BodyLimit(HttpSettings settings, ProblemWriter problems, SignInBody signIn) {
        this.limit = settings.maxBodyBytes();
        this.problems = problems;
        this.signIn = signIn;
    }

    /** Runs after authorization, which grants the trust. */
    void check(RoutingContext routing) {
        switch (Trust.of(routing)) {
            case STRANGER -> routing.next();
            case SIGN_IN -> signIn.read(routing);
            case SIGNED_IN -> {
                if (UnreadBody.declaredLength(routing.request()) > limit) {
                    problems.write(routing, Failures.tooLarge(limit));
                } else {
                    routing.next();
                }
            }
        }
    }
}
