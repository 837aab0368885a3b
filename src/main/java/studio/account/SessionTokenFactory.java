package studio.account;

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
    private final SessionTokens tokens;

    @Inject
    SessionTokenFactory(SessionTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo configured) throws ParseException {
        JWTAuthContextInfo info = new JWTAuthContextInfo(configured);
        info.setSecretVerificationKey(tokens.key().key());
        info.setSignatureAlgorithm(Set.of(SignatureAlgorithm.HS256));
        info.setIssuedBy(SessionTokens.ISSUER);
        JWTCallerPrincipal principal = super.parse(token, info);
        if (!tokens.counts(principal, Instant.now())) {
            throw new ParseException("The session has ended");
        }
        return principal;
    }
}
