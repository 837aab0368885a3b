package studio.config;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.net.URI;
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

    AppConfig with(Auth newAuth) {
        return new AppConfig(newAuth, upstreams, defaultId, templates, tree);
    }

    public Optional<Upstream> upstream(String id) {
        return upstreams.stream().filter(entry -> entry.id().equals(id)).findFirst();
    }

    /**
     * An entry of {@code apiConfigs}.
     *
     * @param dialect the name of a variant of the images form, {@code auto} when none is chosen
     * @param budgetDaily US dollars that may be spent in a day; null: no limit of its own
     * @param budgetMonthly the same for a month
     * @param apiKey a key or a reference to one, see {@link SecretReferences}; empty when there is none
     */
    public record Upstream(
            String id,
            String label,
            URI endpoint,
            String model,
            String description,
            Protocol protocol,
            String dialect,
            @Nullable BigDecimal budgetDaily,
            @Nullable BigDecimal budgetMonthly,
            String apiKey) {

        /** Never shows the key. */
        @Override
        public String toString() {
            return "Upstream[" + id + ", " + endpoint + ", " + protocol + "]";
        }
    }

    /** An entry of {@code templates}. */
    public record Template(
            String id,
            String title,
            String prompt,
            String description,
            @JsonSerialize(using = ServerPath.class) String image) {}
}
