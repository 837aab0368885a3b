package studio.config;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.model.Protocol;
import studio.web.ServerPath;

/**
 * One checked state of {@code app.config.json}.
 *
 * @param defaultId the id of an entry of {@code upstreams}; null when there is none
 * @param tree the whole document, unknown fields included; read it, never change it
 */
public record AppConfig(
        Auth auth, List<Upstream> upstreams, @Nullable String defaultId, List<Template> templates, ObjectNode tree) {

    public Optional<Upstream> upstream(String id) {
        return upstreams.stream().filter(entry -> entry.id().equals(id)).findFirst();
    }

    /**
     * Who may come in; references are resolved.
     *
     * @param password null when a hash is used
     * @param passwordHash bcrypt, well-formed
     * @param secret what session tokens are signed with
     * @param tokenLifetime how long a sign-in lasts
     */
    public record Auth(
            @Nullable String password, @Nullable String passwordHash, String secret, Duration tokenLifetime) {

        /** Never shows a secret. */
        @Override
        public String toString() {
            return "Auth[" + (passwordHash == null ? "password" : "passwordHash") + ", " + tokenLifetime + "]";
        }
    }

    /**
     * An entry of {@code apiConfigs}.
     *
     * @param dialect the name of a variant of the images form, {@code auto} when none is chosen
     * @param apiKey a key or a reference to one, see {@link SecretReferences}; empty when there is none
     */
    public record Upstream(
            String id,
            String label,
            URI endpoint,
            String model,
            @Nullable String description,
            Protocol protocol,
            String dialect,
            Budget budget,
            String apiKey) {

        /** Never shows the key. */
        @Override
        public String toString() {
            return "Upstream[" + id + ", " + endpoint + ", " + protocol + "]";
        }
    }

    /** How many US dollars may be spent in a day and in a month; null: nothing is said here. */
    public record Budget(
            @Nullable BigDecimal daily, @Nullable BigDecimal monthly) {}

    /** An entry of {@code templates}. */
    public record Template(
            String id,
            String title,
            String prompt,
            String description,
            @JsonSerialize(using = ServerPath.class) String image) {}
}
