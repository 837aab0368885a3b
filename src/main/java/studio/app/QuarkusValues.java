package studio.app;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;
import studio.settings.Bytes;
import studio.settings.Form;
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
        derived.put("quarkus.http.host", BindAddress.numeric(value(context, "studio.http.bind-address")));
        derived.put(
                "quarkus.http.limits.max-body-size",
                Long.toString(read(new Bytes(), context, "studio.http.max-body-bytes") + SPARE_BYTES));
        derived.put(
                "quarkus.http.limits.max-connections",
                Long.toString(Connections.max(Long.parseLong(value(context, "studio.http.max-connections")))));
        String base = read(new BasePathForm(), context, "studio.http.base-path");
        if (!base.isEmpty()) {
            derived.put("mp.openapi.servers", base);
        }
        derived.put(
                "quarkus.log.console.json.enabled",
                Boolean.toString(value(context, "studio.log.format").equalsIgnoreCase("json")));
        String endpoint = value(context, "studio.trace.endpoint");
        derived.put("quarkus.otel.sdk.disabled", Boolean.toString(endpoint.isEmpty()));
        if (!endpoint.isEmpty()) {
            derived.put("quarkus.otel.exporter.otlp.endpoint", endpoint);
            derived.put(
                    "quarkus.otel.exporter.otlp.protocol",
                    value(context, "studio.trace.protocol").toLowerCase(Locale.ROOT));
        }
        return List.of(new PropertiesConfigSource(derived, "studio's environment", ORDINAL));
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }

    private static <T> T read(Form<T> form, ConfigSourceContext context, String name) {
        return Objects.requireNonNull(form.convert(value(context, name)), name);
    }

    private static String value(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value == null || value.getValue() == null ? "" : value.getValue();
    }
}
