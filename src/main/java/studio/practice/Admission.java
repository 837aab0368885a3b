package studio.practice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.config.SandboxKey;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.web.ProblemWriter;
import studio.web.Trust;
import studio.web.server.HttpSettings;

/**
 * Lets in whoever has the key, before any of the body is read. Without {@code STUDIO_SANDBOX} nothing is there. Links to
 * pictures need no key: they are signed.
 */
@Singleton
class Admission {
    /** After the authorization of everything else (100), before the limits of bodies (50). */
    private static final int BEFORE_BODIES = 75;

    private static final String HOME = "/sandbox/";
    private static final String FILES = HOME + "files/";
    private static final String GEMINI = HOME + "v1beta/";
    private static final String BEARER = "Bearer ";

    private final boolean served;
    private final byte[] key;
    private final Refusals refusals;
    private final ProblemWriter problems;
    private final ObjectMapper json;

    Admission(HttpSettings settings, SandboxKey key, Refusals refusals, ProblemWriter problems, ObjectMapper json) {
        this.served = settings.sandbox();
        this.key = key.value().getBytes(StandardCharsets.UTF_8);
        this.refusals = refusals;
        this.problems = problems;
        this.json = json;
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
        } else if (path.startsWith(FILES) && reads(routing.request().method())) {
            routing.next();
        } else {
            String given = given(routing.request(), path);
            if (given != null && MessageDigest.isEqual(key, given.getBytes(StandardCharsets.UTF_8))) {
                Trust.SIGNED_IN.grant(routing);
                routing.next();
            } else {
                refuse(routing, given == null ? Refusal.noKey() : Refusal.wrongKey());
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
        String google = path.startsWith(GEMINI) ? request.getHeader("x-goog-api-key") : null;
        if (google != null) {
            return google;
        }
        String authorization = request.getHeader("Authorization");
        return authorization != null && authorization.startsWith(BEARER)
                ? authorization.substring(BEARER.length())
                : request.getHeader("api-key");
    }

    private void refuse(RoutingContext routing, Refusal refusal) {
        ErrorWords.Envelope envelope = refusals.envelope(refusal, routing.normalizedPath());
        HttpServerResponse response = routing.response();
        response.setStatusCode(envelope.status()).putHeader("Content-Type", "application/json");
        envelope.headers().forEach(response::putHeader);
        // With compression on, Quarkus marks answers "identity" until somebody decides; these are small.
        response.headers().remove("Content-Encoding");
        response.end(written(envelope.body()));
    }

    private Buffer written(Map<String, Object> plain) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(plain));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An envelope is made of plain values", e);
        }
    }
}
