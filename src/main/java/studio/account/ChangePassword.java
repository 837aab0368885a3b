package studio.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.elytron.security.common.BcryptUtil;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.config.Auth;
import studio.config.CurrentConfig;
import studio.config.SecretReferences;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/** Puts a new work password into {@code app.config.json}, as its bcrypt hash, and ends every session of the old one. */
@Singleton
class ChangePassword {
    private static final Logger LOG = Logger.getLogger(ChangePassword.class);
    /** Some hundred milliseconds of a small machine. */
    private static final int COST = 11;

    private static final String ENV = "env:";

    private final CurrentConfig config;
    private final PasswordCheck check;
    private final SqlSessions sessions;
    private final SignIn signIn;

    ChangePassword(CurrentConfig config, PasswordCheck check, SqlSessions sessions, SignIn signIn) {
        this.config = config;
        this.check = check;
        this.sessions = sessions;
        this.signIn = signIn;
    }

    /** Why the password cannot be changed here; empty when it can. */
    Optional<Message> obstacle() {
        return Optional.ofNullable(obstacle(config.current().tree()));
    }

    /**
     * Changes the password. The session that asks has tries of its own, so that it guesses no faster than a sign-in.
     *
     * @param session the id of the session that asks, in whose place the new one comes
     * @throws ProblemException 400 when the present password is wrong or the new one is no use; 409 {@code password_elsewhere};
     *     429 {@code too_many_tries}; as {@link CurrentConfig#edit}
     */
    SignIn.SignedIn change(String present, String next, String session, Optional<InetAddress> client, Device device) {
        refuse(obstacle(config.current().tree()));
        Message fault = Auth.newPasswordFault(next);
        if (fault != null) {
            throw ProblemException.field("newPassword", fault);
        }
        boolean remembered =
                sessions.find(session).map(SqlSessions.Row::remembered).orElse(false);
        if (check.opened(present, client, Optional.of("session " + session)).isEmpty()) {
            // Not a 401: the session is good, and the page must not take it for ended.
            throw ProblemException.field("password", Message.of("account.present_password_wrong"));
        }
        String hash = BcryptUtil.bcryptHash(next, COST);
        boolean unused = config.edit(tree -> write(tree, hash));
        int ended = sessions.endAll(null);
        LOG.infof("The password was changed from %s; %d sessions ended", PasswordCheck.shown(client), ended);
        return signIn.anew(config.current().auth(), device, remembered);
    }

    private static boolean write(ObjectNode tree, String hash) {
        refuse(obstacle(tree));
        if (tree.get("auth") instanceof ObjectNode auth) {
            auth.put("passwordHash", hash).remove("password");
        }
        return true;
    }

    private static @Nullable Message obstacle(ObjectNode tree) {
        JsonNode auth = tree.path("auth");
        String hash = auth.path("passwordHash").asText().strip();
        String written = hash.isEmpty() ? auth.path("password").asText().strip() : hash;
        if (!SecretReferences.isReference(written)) {
            return null;
        }
        return written.startsWith(ENV)
                ? Message.of(
                        "account.password_in_environment",
                        written.substring(ENV.length()).strip())
                : Message.of("account.password_in_file");
    }

    private static void refuse(@Nullable Message obstacle) {
        if (obstacle != null) {
            throw ProblemException.of(ProblemCode.PASSWORD_ELSEWHERE, obstacle);
        }
    }
}
