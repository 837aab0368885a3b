package studio.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.build.Jwt;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;
import studio.config.AppConfig;
import studio.config.Auth;
import studio.config.CurrentConfig;

/** Issues session tokens and decides which ones are still valid. */
@Singleton
class SessionTokens {
    /** How long somebody stays signed in who asks for it. */
    static final Duration REMEMBERED = Duration.ofDays(30);

    private static final String ISSUER = "image-studio";
    private static final String GENERATION = "gen";
    private static final String USE = "use";
    /** More sessions than one person has; a picture page alone asks fifty times with the same token. */
    private static final int MAX_VERIFIED = 1000;

    /** What a token is good for: everything as a bearer token, or reading only, as a cookie. Neither stands for the other. */
    enum Use {
        FULL,
        READING
    }

    /**
     * What a token says whose signature is right.
     *
     * @param expiresAt seconds since 1970
     * @param identity whose principal is the token
     */
    record Session(
            String id, @Nullable String use, @Nullable String generation, long expiresAt, SecurityIdentity identity) {

        private static Session of(JsonWebToken token) {
            return new Session(
                    Objects.requireNonNullElse(token.getTokenID(), ""),
                    token.getClaim(USE),
                    token.getClaim(GENERATION),
                    token.getExpirationTime(),
                    QuarkusSecurityIdentity.builder().setPrincipal(token).build());
        }
    }

    /** A key and the configuration it was made of. */
    private record Cached(Auth auth, SessionKey key) {}

    /** Two tokens of one session: they end together. */
    record Issued(String token, String readingToken, Instant expiresAt) {}

    private final CurrentConfig config;
    private final SqlSessions sessions;
    private final JWTParser parser;
    /** Tokens whose signature is right. Whether one is still valid is checked each time. */
    private final Cache<String, Session> verified =
            Caffeine.newBuilder().maximumSize(MAX_VERIFIED).build();

    private volatile Cached cached;

    SessionTokens(CurrentConfig config, SqlSessions sessions, JWTParser parser) {
        this.config = config;
        this.parser = parser;
        this.sessions = sessions;
        Auth auth = config.current().auth();
        this.cached = new Cached(auth, SessionKey.of(auth));
    }

    /**
     * Opens a session.
     *
     * @param auth what the password was compared with: when that has changed meanwhile, the tokens are worthless
     * @param remember whether it lasts for {@link #REMEMBERED}, unless every session lasts longer
     */
    Issued issue(Auth auth, Device device, boolean remember, Instant now) {
        SessionKey key = key(auth);
        Duration lifetime = auth.tokenLifetime();
        Instant expiresAt = now.plus(remember && lifetime.compareTo(REMEMBERED) < 0 ? REMEMBERED : lifetime);
        String id = UUID.randomUUID().toString();
        sessions.add(new SqlSessions.Row(
                id, key.generation(), device.browser(), device.system(), remember, now, now, expiresAt));
        return new Issued(
                sign(key, id, Use.FULL, now, expiresAt), sign(key, id, Use.READING, now, expiresAt), expiresAt);
    }

    private static String sign(SessionKey key, String session, Use use, Instant now, Instant expiresAt) {
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

    /**
     * Reads a token of a session that goes on.
     *
     * @throws AuthenticationFailedException when it is not signed with the current key, for another use, or its session has ended
     */
    Session verify(String text, Use use) {
        Session known = verified.getIfPresent(text);
        Session session = known == null ? Session.of(parse(text)) : known;
        if (!isValid(session) || !use.name().equals(session.use())) {
            throw new AuthenticationFailedException("The session has ended, or the token is for another use");
        }
        if (known == null) {
            verified.put(text, session);
        }
        return session;
    }

    /**
     * The same for a token of a session that another instance may have opened, with a password that it has just changed. Blocks.
     *
     * @throws AuthenticationFailedException as {@link #verify}
     */
    Session verifyAnew(String text, Use use) {
        // The password may have been changed there, and with it what tokens are signed with.
        AppConfig unused = config.newest();
        sessions.read(Session.of(parse(text)).id());
        return verify(text, use);
    }

    boolean shared() {
        return sessions.shared;
    }

    private JsonWebToken parse(String text) {
        JWTAuthContextInfo trusted = new JWTAuthContextInfo();
        trusted.setSecretVerificationKey(key().key());
        trusted.setSignatureAlgorithm(Set.of(SignatureAlgorithm.HS256));
        trusted.setIssuedBy(ISSUER);
        try {
            return parser.parse(text, trusted);
        } catch (ParseException e) {
            throw new AuthenticationFailedException(e);
        }
    }

    SessionKey key() {
        return key(config.current().auth());
    }

    private SessionKey key(Auth auth) {
        Cached known = cached;
        if (!known.auth().equals(auth)) {
            known = new Cached(auth, SessionKey.of(auth));
            cached = known;
        }
        return known.key();
    }

    /**
     * Whether a token whose signature was right once is neither ended, nor expired, nor of another password or secret: the
     * generation is made with both.
     */
    boolean isValid(Session session) {
        return !session.id().isEmpty()
                && key().generation().equals(session.generation())
                && Instant.now().getEpochSecond() < session.expiresAt()
                && sessions.goesOn(session.id());
    }
}
