package studio.account;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.time.Instant;
import org.jboss.resteasy.reactive.RestResponse;
import studio.web.BasePath;

/** The cookies of a session and of a device, and what ends them. Scripts read none of them. */
@Singleton
class SessionCookies {
    static final String DEVICE = "studio_device";
    /** The longest that browsers keep a cookie. */
    private static final Duration DEVICE_LIFETIME = Duration.ofDays(400);

    private final ClientAddress clients;
    private final BasePath base;

    SessionCookies(ClientAddress clients, BasePath base) {
        this.clients = clients;
        this.base = base;
    }

    /** Sets the cookie of a new session and the mark of its device. */
    <T> RestResponse<T> begin(T answer, SignIn.SignedIn opened, HttpServerRequest request) {
        SessionTokens.Issued issued = opened.tokens();
        Duration lifetime = Duration.between(Instant.now(), issued.expiresAt());
        NewCookie session = cookie(SessionAuthentication.COOKIE, issued.readingToken(), lifetime, request)
                .build();
        NewCookie device = cookie(DEVICE, opened.deviceMark(), DEVICE_LIFETIME, request)
                .path(base.of("/api/login"))
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
        return RestResponse.ResponseBuilder.ok(answer).cookie(session, device).build();
    }

    /** Has the browser forget. Below a path of a host its storage belongs to others too, and the page clears its own part. */
    <T> RestResponse<T> end(T answer, HttpServerRequest request) {
        return RestResponse.ResponseBuilder.ok(answer)
                .cookie(cookie(SessionAuthentication.COOKIE, "", Duration.ZERO, request)
                        .build())
                .header("Clear-Site-Data", base.isEmpty() ? "\"cache\", \"storage\"" : "\"cache\"")
                .build();
    }

    private NewCookie.Builder cookie(String name, String value, Duration lifetime, HttpServerRequest request) {
        return new NewCookie.Builder(name)
                .value(value)
                .path(base.of("/"))
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .secure(clients.https(request))
                .maxAge((int) lifetime.toSeconds());
    }
}
