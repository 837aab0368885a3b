package studio.account;

import io.smallrye.jwt.build.Jwt;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import studio.config.AppConfig.Auth;
import studio.config.AppConfigFile;

/** Issues session tokens and decides which ones still count. */
@Singleton
class SessionTokens {
    static final String ISSUER = "image-studio";
    static final String GENERATION = "gen";
    private static final String USE = "use";

    /** What a token is good for: everything as a bearer token, or reading only, as a cookie. Neither stands for the other. */
    enum Use {
        FULL,
        READING
    }

    /** A key and the configuration it was made of. */
    private record Cached(Auth auth, SessionKey key) {}

    /** Two tokens of one session: they end together. */
    record Issued(String token, String readingToken, Instant expiresAt) {}

    private final AppConfigFile config;
    private final SqlEndedSessions ended;
    private volatile Cached cached;

    SessionTokens(AppConfigFile config, SqlEndedSessions ended) {
        this.config = config;
        this.ended = ended;
        Auth auth = config.current().auth();
        this.cached = new Cached(auth, SessionKey.of(auth));
    }

    Issued issue(Instant now) {
        Instant expiresAt = now.plus(config.current().auth().tokenLifetime());
        String session = UUID.randomUUID().toString();
        return new Issued(
                sign(session, Use.FULL, now, expiresAt), sign(session, Use.READING, now, expiresAt), expiresAt);
    }

    private String sign(String session, Use use, Instant now, Instant expiresAt) {
        SessionKey key = key();
        return Jwt.claims()
                .issuer(ISSUER)
                .subject("owner")
                .claim("jti", session)
                .claim(USE, use.name())
                .claim(GENERATION, key.generation())
                .issuedAt(now)
                .expiresAt(expiresAt)
                .sign(key.key());
    }

    /** Whether a verified token was issued for this use. */
    static boolean isFor(Use use, JsonWebToken token) {
        return use.name().equals(token.getClaim(USE));
    }

    SessionKey key() {
        Auth auth = config.current().auth();
        Cached known = cached;
        if (!known.auth().equals(auth)) {
            known = new Cached(auth, SessionKey.of(auth));
            cached = known;
        }
        return known.key();
    }

    /**
     * Whether a token whose signature was right once is neither ended, nor run out, nor of another password or secret: the
     * generation is made with both.
     */
    boolean counts(JsonWebToken token, Instant now) {
        String id = token.getTokenID();
        return id != null
                && key().generation().equals(token.getClaim(GENERATION))
                && now.getEpochSecond() < token.getExpirationTime()
                && !ended.contains(id);
    }

    void end(JsonWebToken token) {
        ended.add(token.getTokenID(), Instant.ofEpochSecond(token.getExpirationTime()));
    }
}
