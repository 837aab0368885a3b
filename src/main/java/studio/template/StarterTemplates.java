package studio.template;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import studio.config.AppConfig.Template;
import studio.config.TemplateEntry;
import studio.config.TemplateOptions;
import studio.problem.Language;

/** The templates that come with the studio ({@code starters.json} among its resources), in each language. */
@Singleton
class StarterTemplates {

    /** The texts of a template in one language. */
    @RegisterForReflection
    record Text(String title, String prompt, String description) {}

    /**
     * A template of the resource.
     *
     * @param image a path of the page's own files
     */
    @RegisterForReflection
    record Starter(String id, String image, @Nullable TemplateOptions options, Text zh, Text en) {

        TemplateEntry entry(Language language) {
            Text text = language == Language.CHINESE ? zh : en;
            return new TemplateEntry(id, text.title(), text.prompt(), text.description(), image, null, null, options);
        }

        Template template(Language language) {
            Text text = language == Language.CHINESE ? zh : en;
            return new Template(id, text.title(), text.prompt(), text.description(), image, null, null, options);
        }
    }

    private final List<Starter> starters;

    StarterTemplates() {
        try (InputStream in = Objects.requireNonNull(StarterTemplates.class.getResourceAsStream("/starters.json"))) {
            this.starters = List.of(new ObjectMapper().readValue(in, Starter[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<TemplateEntry> entries(Language language) {
        return starters.stream().map(starter -> starter.entry(language)).toList();
    }

    List<Template> templates(Language language) {
        return starters.stream().map(starter -> starter.template(language)).toList();
    }
}
