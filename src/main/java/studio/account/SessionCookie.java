package studio.account;

import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;

/** The cookie that lets pictures and event streams through, which cannot send headers. */
final class SessionCookie {
    static final String NAME = "studio_session";

    private SessionCookie() {}

    /** @param path of this server; the cookie is for everything below it */
    static NewCookie of(String token, Duration lifetime, boolean secure, String path) {
        return new NewCookie.Builder(NAME)
                .value(token)
                .path(path)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .secure(secure)
                .maxAge((int) lifetime.toSeconds())
                .build();
    }

    static NewCookie cleared(boolean secure, String path) {
        return of("", Duration.ZERO, secure, path);
    }
}
