package studio.config;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import studio.model.Protocol;

/**
 * An API config as it is written, in {@code app.config.json} and by the API. Absent fields are null; texts are without what was pasted
 * around them; amounts are numbers or texts.
 */
@RegisterForReflection
@SuppressWarnings("MultipleNullnessAnnotations") // null in Java, and wrong for some groups of checks
@Schema(name = "ApiConfigInput")
public record ApiConfigEntry(
        @NotEmpty(groups = Checks.Stored.class, message = MISSING)
        @NotNull(groups = Checks.Added.class, message = ID)
        @Pattern(regexp = "[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,63}", groups = Checks.Added.class, message = ID)
        @Nullable
        String id,

        @NotEmpty(groups = Checks.Added.class, message = NEEDED)
        @Size(max = 100, groups = Checks.Typed.class, message = LONG)
        @Nullable
        String label,

        @NotEmpty(groups = Checks.Stored.class, message = MISSING)
        @NotEmpty(groups = Checks.Added.class, message = NEEDED)
        @WrittenAs(WrittenAs.Form.ENDPOINT)
        @WrittenAs(value = WrittenAs.Form.ENDPOINT_WITHOUT_KEY, groups = Checks.Typed.class)
        @Nullable
        String endpoint,

        @NotEmpty(groups = Checks.Added.class, message = NEEDED)
        @Size(max = 200, groups = Checks.Typed.class, message = LONG)
        @Nullable
        String model,

        @NotEmpty(groups = Checks.Added.class, message = NEEDED)
        @Size(max = 8192, groups = Checks.Typed.class, message = LONG)
        @WrittenAs(value = WrittenAs.Form.KEY, groups = Checks.Typed.class)
        @Nullable
        String apiKey,

        @Size(max = 2000, groups = Checks.Typed.class, message = LONG) @Nullable
        String description,

        @Schema(implementation = Protocol.class) @WrittenAs(WrittenAs.Form.PROTOCOL) @Nullable
        String protocol,

        @Nullable String dialect,

        @JsonDeserialize(using = ConfigJson.NumberOrText.class) @WrittenAs(WrittenAs.Form.AMOUNT) @Nullable
        String budgetDaily,

        @JsonDeserialize(using = ConfigJson.NumberOrText.class) @WrittenAs(WrittenAs.Form.AMOUNT) @Nullable
        String budgetMonthly) {
    private static final String ID = "apiconfig.id_form";
    private static final String LONG = "apiconfig.too_long";
    private static final String MISSING = "config.missing";
    private static final String NEEDED = "apiconfig.missing";

    public ApiConfigEntry {
        id = TemplateEntry.trimmed(id);
        label = TemplateEntry.trimmed(label);
        endpoint = endpoint == null ? null : Endpoints.clean(endpoint);
        model = TemplateEntry.trimmed(model);
        apiKey = apiKey == null ? null : PastedText.key(apiKey);
        description = TemplateEntry.trimmed(description);
        protocol = TemplateEntry.trimmed(protocol);
        dialect = TemplateEntry.trimmed(dialect);
        budgetDaily = TemplateEntry.trimmed(budgetDaily);
        budgetMonthly = TemplateEntry.trimmed(budgetMonthly);
    }

    /** The endpoint of an entry in use. */
    public URI address() {
        return Endpoints.parse(Objects.requireNonNull(endpoint));
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "ApiConfigEntry[" + id + ", " + endpoint + "]";
    }
}
