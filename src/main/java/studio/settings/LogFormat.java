package studio.settings;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How the console's lines look ({@code LOG_FORMAT}): for people, or one JSON object each for collectors. */
enum LogFormat {
    TEXT,
    JSON;

    static LogFormat of(Optional<String> written, ValueReader values) {
        return valueOf(values.choice("LOG_FORMAT", written, "text", List.of("text", "json"))
                .toUpperCase(Locale.ROOT));
    }
}
