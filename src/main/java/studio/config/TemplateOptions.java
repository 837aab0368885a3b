package studio.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import studio.web.Violations.Sentence;

/** The options that a template is used with, by the names of a generation. What the model in use lacks is left out by the page. */
@RegisterForReflection
@Schema(description = "Options to use a template with, all that it has; an empty object removes them")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TemplateOptions(
        @Size(max = MAX, groups = Checks.Typed.class, message = LONG, payload = Sentence.class) @Nullable
        String aspectRatio,

        @Size(max = MAX, groups = Checks.Typed.class, message = LONG, payload = Sentence.class) @Nullable
        String imageSize,

        @Size(max = MAX, groups = Checks.Typed.class, message = LONG, payload = Sentence.class) @Nullable
        String size,

        @Size(max = MAX, groups = Checks.Typed.class, message = LONG, payload = Sentence.class) @Nullable
        String quality,

        @Size(max = MAX, groups = Checks.Typed.class, message = LONG, payload = Sentence.class) @Nullable
        String outputFormat,

        @Nullable Integer outputCompression,

        @Size(max = MAX, groups = Checks.Typed.class, message = LONG, payload = Sentence.class) @Nullable
        String background,

        @Size(max = MAX, groups = Checks.Typed.class, message = LONG, payload = Sentence.class) @Nullable
        String moderation,

        @Nullable Boolean enableGoogleSearch,

        @Nullable Integer n,

        @Nullable Integer partialImages) {
    static final TemplateOptions NONE =
            new TemplateOptions(null, null, null, null, null, null, null, null, null, null, null);

    private static final int MAX = 40;
    private static final String LONG = "template.too_long";
}
