package studio.log;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Locale;
import studio.settings.Form;

/** What becomes of log lines. */
@ConfigMapping(prefix = "studio.log")
public interface LogSettings {

    /** {@code LOG_BUFFER_LIMIT}: how many are kept for the log page. */
    @Min(1)
    @Max(100_000)
    int lines();

    /** {@code LOG_FORMAT}: how the console's lines look. */
    @WithConverter(FormatForm.class)
    Format format();

    /** For people, or one JSON object each for collectors. */
    enum Format {
        TEXT,
        JSON
    }

    /** Reads the name of a format. */
    @RegisterForReflection
    final class FormatForm extends Form<Format> {
        public FormatForm() {
            super("text or json");
        }

        @Override
        public Format convert(String text) {
            return Format.valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
