package studio.account;

import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;

/** The cookies of a browser: one that authorizes reads without headers, and one that identifies the device. */
final class Cookies {
    static final String SESSION = "studio_session";
    static final String DEVICE = "studio_device";

    /** The longest that browsers keep a cookie. */
    private static final Duration DEVICE_LIFETIME = Duration.ofDays(400);

    private Cookies() {}

    /** @param path of this server; the cookie is for everything below it */
    static NewCookie session(String token, Duration lifetime, boolean secure, String path) {
        return cookie(SESSION, token, lifetime, secure, path, NewCookie.SameSite.LAX);
    }

    static NewCookie noSession(boolean secure, String path) {
        return session("", Duration.ZERO, secure, path);
    }

    /** @param path of the sign-in, which alone needs it */
    static NewCookie device(String mark, boolean secure, String path) {
        return cookie(DEVICE, mark, DEVICE_LIFETIME, secure, path, NewCookie.SameSite.STRICT);
    }

    private static NewCookie cookie(
            String name, String value, Duration lifetime, boolean secure, String path, NewCookie.SameSite sites) {
        return new NewCookie.Builder(name)
                .value(value)
                .path(path)
                .httpOnly(true)
                .sameSite(sites)
                .secure(secure)
                .maxAge((int) lifetime.toSeconds())
                .build();
    }
}
