package studio.account;

import jakarta.inject.Singleton;
import java.time.Instant;

/** Tells other features whether a session still goes on, without counting as having seen it. */
@Singleton
public class OpenSessions {
    private final SqlSessions sessions;
    private final SessionTokens tokens;

    OpenSessions(SqlSessions sessions, SessionTokens tokens) {
        this.sessions = sessions;
        this.tokens = tokens;
    }

    /** @param id the {@code jti} of the session's tokens */
    public boolean contains(String id) {
        return sessions.find(id)
                .filter(session -> session.generation().equals(tokens.key().generation())
                        && session.expiresAt().isAfter(Instant.now()))
                .isPresent();
    }
}
