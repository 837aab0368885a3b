package studio.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.web.BasePath.ServerPath;

/**
 * One checked state of {@code app.config.json}.
 *
 * @param upstreams the API configs, with id and endpoint; what else they lack is null or empty
 * @param defaultId the id of an entry of {@code upstreams}; null when there is none
 * @param tree the whole document, unknown fields included; read it, never change it
 */
public record AppConfig(
        Auth auth,
        List<ApiConfigEntry> upstreams,
        @Nullable String defaultId,
        List<Template> templates,
        ObjectNode tree) {

    AppConfig with(Auth newAuth) {
        return new AppConfig(newAuth, upstreams, defaultId, templates, tree);
    }

    public Optional<ApiConfigEntry> upstream(String id) {
        return upstreams.stream().filter(entry -> id.equals(entry.id())).findFirst();
    }

    /**
     * An entry of {@code templates}.
     *
     * @param prompt may hold variables: {@code {subject}}, {@code {subject|a default}}; the page fills them in
     * @param configId the API config that it is used with; null: the chosen one
     * @param model the model that it is used with; null: the chosen one
     * @param options that it is used with; null: those that are chosen
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Template(
            String id,
            String title,
            String prompt,
            String description,
            @JsonSerialize(using = ServerPath.class) String image,
            @Nullable String configId,
            @Nullable String model,
            @Nullable TemplateOptions options) {}
}
