package studio.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Set;

/** Verifies tokens with the key of the moment, which is known at run time only and may change at any time. */
@ApplicationScoped
@Alternative
@Priority(1)
class SessionTokenFactory extends DefaultJWTCallerPrincipalFactory {
    /** More sessions than one person has; a picture page alone asks fifty times with the same token. */
    private static final int REMEMBERED = 1000;

    private final SessionTokens tokens;
    /** Tokens whose signature was found right. Whether one still counts is asked anew each time. */
    private final Cache<String, JWTCallerPrincipal> verified =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    @Inject
    SessionTokenFactory(SessionTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo configured) throws ParseException {
        JWTCallerPrincipal known = verified.getIfPresent(token);
        JWTCallerPrincipal principal = known == null ? verify(token, configured) : known;
        if (!tokens.counts(principal, Instant.now())) {
            verified.invalidate(token);
            throw new ParseException("The session has ended");
        }
        if (known == null) {
            verified.put(token, principal);
        }
        return principal;
    }

    private JWTCallerPrincipal verify(String token, JWTAuthContextInfo configured) throws ParseException {
        JWTAuthContextInfo info = new JWTAuthContextInfo(configured);
        info.setSecretVerificationKey(tokens.key().key());
        info.setSignatureAlgorithm(Set.of(SignatureAlgorithm.HS256));
        info.setIssuedBy(SessionTokens.ISSUER);
        return super.parse(token, info);
    }
}
