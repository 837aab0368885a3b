package studio.practice;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import studio.config.SandboxKey;
import studio.practice.answer.Refusal;
import studio.practice.protocol.Envelope;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.web.ProblemWriter;
import studio.web.Trust;
import studio.web.server.HttpSettings;

/**
 * Checks the key before any of the body is read. Without {@code STUDIO_SANDBOX} nothing is there. Links to pictures need no key.
 */
@Singleton
class Admission {
    /** After the authorization of everything else (100), before the limits of bodies (50). */
    private static final int BEFORE_BODIES = 75;

    private static final String HOME = "/sandbox/";
    private static final String BEARER = "Bearer ";

    private final boolean served;
    private final byte[] key;
    private final ProblemWriter problems;

    Admission(HttpSettings settings, SandboxKey key, ProblemWriter problems) {
        this.served = settings.sandbox();
        this.key = key.value().getBytes(StandardCharsets.UTF_8);
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::decide, BEFORE_BODIES);
    }

    private void decide(RoutingContext routing) {
        String path = routing.normalizedPath();
        if (!path.startsWith(HOME)) {
            routing.next();
        } else if (!served) {
            problems.write(routing, ProblemException.of(ProblemCode.NOT_FOUND));
        } else if (path.startsWith(HOME + "files/") && reads(routing.request().method())) {
            routing.next();
        } else {
            String given = given(routing.request(), path);
            if (given != null && MessageDigest.isEqual(key, given.getBytes(StandardCharsets.UTF_8))) {
                Trust.SIGNED_IN.grant(routing);
                routing.next();
            } else {
                Refusal.Fault fault = given == null ? Refusal.Fault.NO_KEY : Refusal.Fault.WRONG_KEY;
                refuse(routing.response(), Envelope.of(Refusal.of(fault, ""), path));
            }
        }
    }

    private static boolean reads(HttpMethod method) {
        return HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method);
    }

    /**
     * OpenAI, its relays and OpenRouter take {@code Authorization: Bearer}, Azure {@code api-key}, Google {@code x-goog-api-key}
     * and, as its clouds do, a bearer token. Never in the address, where it would be logged.
     */
    private static @Nullable String given(HttpServerRequest request, String path) {
        String google = path.startsWith(HOME + "v1beta/") ? request.getHeader("x-goog-api-key") : null;
        String authorization = request.getHeader("Authorization");
        if (google != null || authorization == null || !authorization.startsWith(BEARER)) {
            return google != null ? google : request.getHeader("api-key");
        }
        return authorization.substring(BEARER.length());
    }

    private static void refuse(HttpServerResponse response, Envelope envelope) {
        // With compression on, Quarkus marks answers "identity" until a handler decides; these are small.
        response.headers().remove("Content-Encoding");
        response.setStatusCode(envelope.status())
                .putHeader("Content-Type", "application/json")
                .end(envelope.body());
    }
}
