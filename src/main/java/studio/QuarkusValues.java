package studio;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;
import studio.settings.Bytes;
import studio.web.server.BasePathForm;
import studio.web.server.BindAddress;
import studio.web.server.Connections;

/**
 * Quarkus' own values that follow from ours and that no expression in {@code application.properties} can compute. Wrong values have
 * stopped the start before these are read.
 */
public final class QuarkusValues implements ConfigSourceFactory {
    /** Above {@code application.properties} (250), below {@code .env} and the environment (295, 300). */
    private static final int ORDINAL = 270;

    /** Our own limit is exact and answers in JSON; this one only stands behind it. */
    private static final long SPARE_BYTES = 1 << 20;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Map<String, String> derived = new HashMap<>();
        value(context, "STUDIO_BIND_ADDRESS")
                .ifPresent(address -> derived.put("quarkus.http.host", BindAddress.numeric(address)));
        value(context, "MAX_BODY_SIZE")
                .ifPresent(size -> derived.put(
                        "quarkus.http.limits.max-body-size", Long.toString(new Bytes().convert(size) + SPARE_BYTES)));
        derived.put(
                "quarkus.http.limits.max-connections",
                Long.toString(Connections.max(
                        value(context, "MAX_CONNECTIONS").map(Long::valueOf).orElse(4000L))));
        value(context, "STUDIO_BASE_PATH")
                .map(new BasePathForm()::convert)
                .filter(base -> !base.isEmpty())
                .ifPresent(base -> derived.put("mp.openapi.servers", base));
        value(context, "LOG_FORMAT")
                .ifPresent(format -> derived.put(
                        "quarkus.log.console.json.enabled", Boolean.toString(format.equalsIgnoreCase("json"))));
        value(context, "OTEL_EXPORTER_OTLP_ENDPOINT").ifPresent(endpoint -> {
            derived.put("quarkus.otel.sdk.disabled", "false");
            derived.put("quarkus.otel.exporter.otlp.endpoint", endpoint);
            derived.put(
                    "quarkus.otel.exporter.otlp.protocol",
                    value(context, "OTEL_EXPORTER_OTLP_PROTOCOL")
                            .orElse("http/protobuf")
                            .toLowerCase(Locale.ROOT));
        });
        return List.of(new PropertiesConfigSource(derived, "studio's environment", ORDINAL));
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }

    private static Optional<String> value(ConfigSourceContext context, String name) {
        return Optional.ofNullable(context.getValue(name))
                .map(ConfigValue::getValue)
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }
}
