package studio.sandbox;

import jakarta.inject.Singleton;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import studio.config.SandboxKey;
import studio.settings.Settings;

/** Lets in whoever has the key, in the header that the wire form uses for it. */
@Singleton
public class Admission {
    private static final String BEARER = "Bearer ";

    private final boolean served;
    private final byte[] key;

    Admission(Settings settings, SandboxKey key) {
        this.served = settings.sandbox();
        this.key = key.value().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws NotFoundException when there is no practice upstream on this server */
    void open() {
        if (!served) {
            throw new NotFoundException();
        }
    }

    /**
     * As OpenAI, its relays and OpenRouter take it: {@code Authorization: Bearer}; or {@code api-key}, as Azure does.
     *
     * @throws Refusal without the key
     */
    public void bearer(HttpHeaders headers) {
        String authorization = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
        admit(
                authorization != null && authorization.startsWith(BEARER)
                        ? authorization.substring(BEARER.length())
                        : headers.getHeaderString("api-key"));
    }

    /**
     * As Google takes it: {@code x-goog-api-key}; or a bearer token, as its clouds do. Never in the address, where it would
     * be logged.
     *
     * @throws Refusal without the key
     */
    public void google(HttpHeaders headers) {
        String given = headers.getHeaderString("x-goog-api-key");
        if (given == null) {
            bearer(headers);
        } else {
            admit(given);
        }
    }

    private void admit(@Nullable String given) {
        open();
        if (given == null) {
            throw Refusal.noKey();
        }
        if (!MessageDigest.isEqual(key, given.getBytes(StandardCharsets.UTF_8))) {
            throw Refusal.wrongKey();
        }
    }
}
