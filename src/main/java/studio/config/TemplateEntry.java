package studio.config;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import studio.config.AppConfig.Template;
import studio.problem.Message;
import studio.web.Violations.Sentence;

/** A template as it is written, in {@code app.config.json} and by the API. Absent fields are null; texts are trimmed. */
@RegisterForReflection
@Schema(name = "TemplateInput")
public record TemplateEntry(
        // The words are addresses of their own.
        @NotEmpty(groups = Checks.Stored.class, message = "config.missing")
        @Pattern(
                regexp = "|(?!(?:export|import|order)$)[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,63}",
                groups = Checks.Added.class,
                message = "template.id_form",
                payload = Sentence.class)
        @Nullable
        String id,

        @NotEmpty(groups = Checks.Added.class, message = "template.title_missing", payload = Sentence.class)
        @Size(max = 200, groups = Checks.Typed.class, message = LONG, payload = Sentence.class)
        @Nullable
        String title,

        @NotEmpty(groups = Checks.Added.class, message = "template.prompt_missing", payload = Sentence.class)
        @Size(max = 32_000, groups = Checks.Typed.class, message = LONG, payload = Sentence.class)
        @Nullable
        String prompt,

        @Size(max = 2000, groups = Checks.Typed.class, message = LONG, payload = Sentence.class) @Nullable
        String description,

        @WrittenAs(value = WrittenAs.Form.PREVIEW, groups = Checks.Typed.class, payload = Sentence.class) @Nullable
        String image,

        @Schema(description = "An API config to use it with; the chosen one when absent")
        @Size(max = 200, groups = Checks.Typed.class, message = LONG, payload = Sentence.class)
        @Nullable
        String configId,

        @Schema(description = "A model to use it with; the chosen one when absent")
        @Size(max = 200, groups = Checks.Typed.class, message = LONG, payload = Sentence.class)
        @Nullable
        String model,

        @Valid @Nullable TemplateOptions options) {
    private static final String LONG = "template.too_long";

    private static final java.util.regex.Pattern DATA_URL =
            java.util.regex.Pattern.compile("data:image/(png|jpeg|webp|gif|avif);base64,[A-Za-z0-9+/]+={0,2}");
    private static final int MAX_ADDRESS = 2000;

    /** About 384 KiB of picture: a preview, not the picture itself. */
    private static final int MAX_DATA_URL = 512 << 10;

    public TemplateEntry {
        id = trimmed(id);
        title = trimmed(title);
        prompt = trimmed(prompt);
        description = trimmed(description);
        image = trimmed(image);
        configId = trimmed(configId);
        model = trimmed(model);
    }

    /** The entry in use; it must be valid as a stored one. */
    Template template() {
        return new Template(
                Objects.requireNonNull(id),
                or(title),
                or(prompt),
                or(description),
                or(image),
                filled(configId),
                filled(model),
                TemplateOptions.NONE.equals(options) ? null : options);
    }

    static @Nullable Message previewFault(String image) {
        return isPreview(image) ? null : Message.of("template.preview_form");
    }

    private static boolean isPreview(String image) {
        if (image.startsWith("data:")) {
            return image.length() <= MAX_DATA_URL && DATA_URL.matcher(image).matches();
        }
        if (image.length() > MAX_ADDRESS || image.indexOf('\\') >= 0) {
            return false;
        }
        if (image.startsWith("/")) {
            return !image.startsWith("//");
        }
        try {
            URI uri = new URI(image);
            return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getRawUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    static @Nullable String trimmed(@Nullable String text) {
        return text == null ? null : text.strip();
    }

    private static @Nullable String filled(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static String or(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}
