package studio.app;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.ConfigSource;
import studio.picture.bucket.PictureOrigin;
import studio.settings.Converters;
import studio.settings.FolderSettings;
import studio.storage.DatabaseFile;
import studio.storage.PostgresAddress;
import studio.web.server.BindAddress;

/**
 * Quarkus' own values that follow from ours and that no expression in {@code application.properties} can compute. Wrong values have
 * stopped the start before these are read.
 */
public final class QuarkusValues implements ConfigSourceFactory {
    /** Above {@code application.properties} (250), below {@code .env} and the environment (295, 300). */
    private static final int ORDINAL = 270;
    /** Our own limit is exact and answers in JSON; this one only stands behind it. */
    private static final long SPARE_BYTES = 1 << 20;

    private static final long MIN_CONNECTIONS = 16;
    /** Open files for the jars, the database, and for each call under way. */
    private static final long OTHER_FILES = 400;

    private static final Pattern OPEN_FILES = Pattern.compile("(?m)^Max open files\\s+(\\d{1,18})\\s");
    private static final Path LIMITS = Path.of("/proc/self/limits");

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Map<String, String> derived = new HashMap<>();
        derived.put("quarkus.http.host", BindAddress.numeric(value(context, "studio.http.bind-address")));
        long maxBody =
                Objects.requireNonNull(new Converters.Bytes().convert(value(context, "studio.http.max-body-bytes")));
        derived.put("quarkus.http.limits.max-body-size", Long.toString(maxBody + SPARE_BYTES));
        long connections = Long.parseLong(value(context, "studio.http.max-connections"));
        derived.put("quarkus.http.limits.max-connections", Long.toString(connections(connections, openFiles())));
        derived.putAll(database(context));
        derived.put(
                "quarkus.log.console.json.enabled",
                Boolean.toString(value(context, "studio.log.format").equalsIgnoreCase("json")));
        Optional<String> bucket = set(context, "studio.folders.bucket");
        if (bucket.isPresent()
                && Boolean.TRUE.equals(new Converters.Switch().convert(value(context, "studio.bucket.redirect")))) {
            derived.put(
                    "studio.page.picture-origin",
                    PictureOrigin.of(
                            bucket.get(),
                            set(context, "studio.bucket.endpoint"),
                            set(context, "studio.bucket.region"),
                            Boolean.TRUE.equals(
                                    new Converters.Switch().convert(value(context, "studio.bucket.path-style")))));
        }
        String endpoint = value(context, "studio.log.trace-endpoint");
        derived.put("quarkus.otel.sdk.disabled", Boolean.toString(endpoint.isEmpty()));
        if (!endpoint.isEmpty()) {
            derived.put("quarkus.otel.exporter.otlp.endpoint", endpoint);
            derived.put(
                    "quarkus.otel.exporter.otlp.protocol",
                    value(context, "studio.log.trace-protocol").toLowerCase(Locale.ROOT));
        }
        return List.of(new PropertiesConfigSource(derived, "studio's environment", ORDINAL));
    }

    /** One of the two databases is there, and the other costs nothing. */
    private static Map<String, String> database(ConfigSourceContext context) {
        PostgresAddress address = PostgresAddress.parse(value(context, "studio.database.url"));
        Map<String, String> derived = new HashMap<>();
        for (String embedded : List.of("quarkus.datasource", "quarkus.datasource.reader")) {
            derived.put(embedded + ".active", Boolean.toString(address == null));
        }
        for (String shared : List.of("quarkus.datasource.cluster", "quarkus.datasource.cluster-reader")) {
            derived.put(shared + ".active", Boolean.toString(address != null));
            if (address != null) {
                derived.put(shared + ".jdbc.url", address.jdbcUrl());
                derived.put(shared + ".username", address.user());
                derived.put(shared + ".password", address.password());
            }
        }
        // Where it has nothing to do, it is not even made (studio.storage.OpenStorage).
        Path file = Path.of(value(context, "studio.folders.data"), FolderSettings.DATABASE);
        derived.put("quarkus.flyway.active", Boolean.toString(address == null && !DatabaseFile.isCurrent(file)));
        derived.put("quarkus.flyway.cluster.active", Boolean.toString(address != null));
        return derived;
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }

    /** The connections to serve at once, so that files can be opened for the database, for calls and for pictures. */
    static long connections(long requested, long openFiles) {
        return Math.max(MIN_CONNECTIONS, Math.min(requested, openFiles - OTHER_FILES));
    }

    /** The limit of this process; a JVM has raised it as far as it may. */
    private static long openFiles() {
        try {
            return OPEN_FILES
                    .matcher(Files.readString(LIMITS))
                    .results()
                    .findFirst()
                    .map(limit -> Long.parseLong(limit.group(1)))
                    .orElse(Long.MAX_VALUE);
        } catch (IOException notLinux) {
            return Long.MAX_VALUE;
        }
    }

    private static Optional<String> set(ConfigSourceContext context, String name) {
        return Optional.of(value(context, name)).filter(value -> !value.isEmpty());
    }

    private static String value(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value == null || value.getValue() == null ? "" : value.getValue();
    }
}
