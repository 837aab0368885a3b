package studio.settings;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Quarkus' own values that follow from ours. They are computed rather than written as expressions in
 * {@code application.properties}, so that an empty variable counts as absent and a bad one is told by
 * {@link SettingsParser} and not by a stack trace of the HTTP server.
 */
public final class QuarkusValues implements ConfigSourceFactory {
    /** Above {@code application.properties} (250), below {@code .env} and the environment (295, 300). */
    private static final int ORDINAL = 270;

    /** Above the environment, below system properties (400): only for variables that are set and empty. */
    private static final int ABOVE_ENVIRONMENT = 310;

    /** Our own limit is exact and answers in JSON; this one only stands behind it. */
    private static final long SPARE_BYTES = 1 << 20;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        return List.of(
                new PropertiesConfigSource(derived(context), "studio's environment", ORDINAL),
                new PropertiesConfigSource(blanks(context), "studio's empty variables", ABOVE_ENVIRONMENT));
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }

    private static Map<String, String> derived(ConfigSourceContext context) {
        // Problems are ignored here: the settings bean reads the same variables and stops the start.
        ValueReader values = new ValueReader();
        Map<String, String> derived = new HashMap<>();
        derived.put("quarkus.http.host", BindAddress.of(value(context, BindAddress.VARIABLE), values));
        Optional<String> port = value(context, "PORT");
        derived.put("quarkus.http.port", Long.toString(values.whole("PORT", port, SettingsParser.PORT, 1, 65535)));
        derived.put("quarkus.http.test-port", Long.toString(values.whole("PORT", port, 51131, 1, 65535)));
        long body = values.size(
                "MAX_BODY_SIZE", value(context, "MAX_BODY_SIZE"), SettingsParser.MAX_BODY_SIZE, 1 << 10, 2L << 30);
        derived.put("quarkus.http.limits.max-body-size", Long.toString(body + SPARE_BYTES));
        derived.put(
                "quarkus.http.limits.max-connections",
                Long.toString(Connections.most(value(context, "MAX_CONNECTIONS"), values)));
        String base = values.basePath("STUDIO_BASE_PATH", value(context, "STUDIO_BASE_PATH"));
        if (!base.isEmpty()) {
            derived.put("mp.openapi.servers", base);
        }
        LogFormat format = LogFormat.of(value(context, "LOG_FORMAT"), values);
        derived.put("quarkus.log.console.json.enabled", Boolean.toString(format == LogFormat.JSON));
        derived.putAll(Tracing.of(
                        value(context, "OTEL_EXPORTER_OTLP_ENDPOINT"),
                        value(context, "OTEL_EXPORTER_OTLP_PROTOCOL"),
                        value(context, "OTEL_EXPORTER_OTLP_HEADERS"),
                        values)
                .derived());
        return derived;
    }

    private static Map<String, String> blanks(ConfigSourceContext context) {
        return isBlank(context.getValue("STUDIO_DATA_DIR"))
                ? Map.of("STUDIO_DATA_DIR", SettingsParser.DATA_DIR)
                : Map.of();
    }

    private static Optional<String> value(ConfigSourceContext context, String name) {
        return Optional.ofNullable(context.getValue(name)).map(ConfigValue::getValue);
    }

    private static boolean isBlank(@Nullable ConfigValue value) {
        return value != null && value.getValue() != null && value.getValue().isBlank();
    }
}
