package studio.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.settings.Environment;
import studio.settings.TestSettings;
import studio.storage.PostgresAddress;
import studio.web.server.AddressBlocks;
import studio.web.server.HttpSettings;

/** Through the shipped {@code application.properties}, so that a variable that is not wired is noticed. */
class SettingsTest {
    /** Each value by the name of its property, of all mappings. */
    private static final Map<String, Object> DEFAULTS = Map.ofEntries(
            Map.entry("http.port", 51130),
            Map.entry("http.bindAddress", "0.0.0.0"),
            Map.entry("http.basePath", ""),
            Map.entry("http.maxBodyBytes", 64L << 20),
            Map.entry("http.maxConnections", 4000),
            Map.entry("http.corsOrigins", new HttpSettings.Origins(Set.of())),
            Map.entry("http.trustedProxies", new AddressBlocks(List.of())),
            Map.entry("http.returnImageData", false),
            Map.entry("http.heartbeat", Duration.ofSeconds(15)),
            Map.entry("http.sandbox", true),
            Map.entry("folders.configFile", Path.of("config/app.config.json")),
            Map.entry("folders.data", Path.of("data")),
            Map.entry("folders.gallery", Path.of("gallery")),
            Map.entry("folders.bucket", Optional.empty()),
            Map.entry("folders.cluster", Optional.empty()),
            Map.entry("folders.minFreeBytes", 256L << 20),
            Map.entry("bucket.endpoint", Optional.empty()),
            Map.entry("bucket.region", Optional.empty()),
            Map.entry("bucket.accessKey", Optional.empty()),
            Map.entry("bucket.secretKey", Optional.empty()),
            Map.entry("bucket.pathStyle", false),
            Map.entry("bucket.prefix", Optional.empty()),
            Map.entry("bucket.redirect", false),
            Map.entry("bucket.cache", 256L << 20),
            Map.entry("database.url", Optional.empty()),
            Map.entry("database.galleryShared", false),
            Map.entry("upstream.timeout", Duration.ofMinutes(3)),
            Map.entry("upstream.retries", 1),
            Map.entry("upstream.retryDelay", Duration.ofMillis(800)),
            Map.entry("upstream.retryUnknown", false),
            Map.entry("task.concurrent", OptionalInt.empty()),
            Map.entry("task.queueSize", 10),
            Map.entry("task.timeToLive", Duration.ofDays(1)),
            Map.entry("task.shutdownGrace", Duration.ofSeconds(20)),
            Map.entry("task.syncWait", Optional.empty()),
            Map.entry("image.maxPixels", 100_000_000L),
            Map.entry("image.memory", Optional.empty()),
            Map.entry("image.vipsLibrary", Optional.empty()),
            Map.entry("gallery.embedMetadata", true),
            Map.entry("gallery.trashTtl", Duration.ofDays(7)),
            Map.entry("gallery.keepDays", 0),
            Map.entry("gallery.keepEntries", 0),
            Map.entry("gallery.keepBytes", 0L),
            Map.entry("budget.daily", Optional.empty()),
            Map.entry("budget.monthly", Optional.empty()),
            Map.entry("budget.unknownPrice", Optional.empty()),
            Map.entry("metrics.token", Optional.empty()),
            Map.entry("log.lines", 2000),
            Map.entry("log.format", "text"),
            Map.entry("log.traceEndpoint", Optional.empty()),
            Map.entry("log.traceProtocol", "http/protobuf"));

    @Test
    void anEmptyEnvironmentGivesTheDocumentedDefaults() {
        assertThat(values(Map.of())).isEqualTo(DEFAULTS);
    }

    @Test
    void everyVariableIsReadFromItsName() {
        Map<String, String> variables = Map.ofEntries(
                Map.entry("PORT", "8080"),
                Map.entry("STUDIO_BIND_ADDRESS", "127.0.0.1"),
                Map.entry("STUDIO_BASE_PATH", "/tools/studio/"),
                Map.entry("MAX_BODY_SIZE", "512K"),
                Map.entry("CORS_ORIGINS", "https://a.example, http://127.0.0.1:5173/"),
                Map.entry("TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
                Map.entry("RETURN_IMAGE_DATA", "true"),
                Map.entry("SSE_HEARTBEAT_MS", "1000"),
                Map.entry("STUDIO_CONFIG_FILE", "/etc/studio.json"),
                Map.entry("STUDIO_DATA_DIR", "/srv/data"),
                Map.entry("STUDIO_GALLERY_DIR", "/srv/gallery"),
                Map.entry("STUDIO_S3_BUCKET", "pictures"),
                Map.entry("STUDIO_S3_ENDPOINT", "https://s3.example.org:9000"),
                Map.entry("STUDIO_S3_REGION", "eu-central-1"),
                Map.entry("STUDIO_S3_ACCESS_KEY", "an-access-key"),
                Map.entry("STUDIO_S3_SECRET_KEY", "a-secret-key"),
                Map.entry("STUDIO_S3_PATH_STYLE", "true"),
                Map.entry("STUDIO_S3_PREFIX", "studio/pictures"),
                Map.entry("STUDIO_S3_REDIRECT", "yes"),
                Map.entry("STUDIO_S3_CACHE", "1G"),
                Map.entry("STUDIO_DATABASE_URL", "postgresql://studio:pass@db/studio"),
                Map.entry("STUDIO_GALLERY_SHARED", "yes"),
                Map.entry("UPSTREAM_TIMEOUT_MS", "400000"),
                Map.entry("UPSTREAM_RETRIES", "0"),
                Map.entry("UPSTREAM_RETRY_DELAY_MS", "5"),
                Map.entry("UPSTREAM_RETRY_UNKNOWN", "yes"),
                Map.entry("MAX_CONCURRENT_TASKS", "4"),
                Map.entry("MAX_QUEUE_SIZE", "200"),
                Map.entry("TASK_TTL_MS", "60000"),
                Map.entry("SHUTDOWN_GRACE_MS", "0"),
                Map.entry("SYNC_WAIT_MS", "30000"),
                Map.entry("MAX_IMAGE_PIXELS", "1000"),
                Map.entry("EMBED_METADATA", "off"),
                Map.entry("VIPS_LIBRARY", "/usr/lib/libvips.so.42"),
                Map.entry("TRASH_TTL_MS", "1"),
                Map.entry("BUDGET_DAILY", "2.50"),
                Map.entry("BUDGET_MONTHLY", "40"),
                Map.entry("BUDGET_UNKNOWN_PRICE", "0.25"),
                Map.entry("LOG_BUFFER_LIMIT", "50"),
                Map.entry("MIN_FREE_BYTES", "1G"),
                Map.entry("GALLERY_KEEP_DAYS", "90"),
                Map.entry("GALLERY_KEEP_ENTRIES", "5000"),
                Map.entry("GALLERY_KEEP_BYTES", "20G"),
                Map.entry("STUDIO_SANDBOX", "0"),
                Map.entry("MAX_CONNECTIONS", "100"),
                Map.entry("IMAGE_MEMORY", "200 MiB"),
                Map.entry("METRICS_TOKEN", "file:/run/secrets/metrics"),
                Map.entry("LOG_FORMAT", "JSON"),
                Map.entry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"),
                Map.entry("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"));
        Map<String, Object> values = values(variables);
        assertThat(values)
                .isEqualTo(Map.ofEntries(
                        Map.entry("http.port", 8080),
                        Map.entry("http.bindAddress", "127.0.0.1"),
                        Map.entry("http.basePath", "/tools/studio"),
                        Map.entry("http.maxBodyBytes", 512L << 10),
                        Map.entry("http.maxConnections", 100),
                        Map.entry(
                                "http.corsOrigins",
                                new HttpSettings.Origins(Set.of("https://a.example", "http://127.0.0.1:5173"))),
                        Map.entry("http.trustedProxies", AddressBlocks.parse("10.0.0.0/8 ::1")),
                        Map.entry("http.returnImageData", true),
                        Map.entry("http.heartbeat", Duration.ofSeconds(1)),
                        Map.entry("http.sandbox", false),
                        Map.entry("folders.configFile", Path.of("/etc/studio.json")),
                        Map.entry("folders.data", Path.of("/srv/data")),
                        Map.entry("folders.gallery", Path.of("/srv/gallery")),
                        Map.entry("folders.bucket", Optional.of("pictures")),
                        Map.entry("folders.cluster", Optional.of(true)),
                        Map.entry("folders.minFreeBytes", 1L << 30),
                        Map.entry("bucket.endpoint", Optional.of("https://s3.example.org:9000")),
                        Map.entry("bucket.region", Optional.of("eu-central-1")),
                        Map.entry("bucket.accessKey", Optional.of("an-access-key")),
                        Map.entry("bucket.secretKey", Optional.of("a-secret-key")),
                        Map.entry("bucket.pathStyle", true),
                        Map.entry("bucket.prefix", Optional.of("studio/pictures")),
                        Map.entry("bucket.redirect", true),
                        Map.entry("bucket.cache", 1L << 30),
                        Map.entry(
                                "database.url",
                                Optional.ofNullable(PostgresAddress.parse("postgresql://studio:pass@db/studio"))),
                        Map.entry("database.galleryShared", true),
                        Map.entry("upstream.timeout", Duration.ofSeconds(400)),
                        Map.entry("upstream.retries", 0),
                        Map.entry("upstream.retryDelay", Duration.ofMillis(5)),
                        Map.entry("upstream.retryUnknown", true),
                        Map.entry("task.concurrent", OptionalInt.of(4)),
                        Map.entry("task.queueSize", 200),
                        Map.entry("task.timeToLive", Duration.ofMinutes(1)),
                        Map.entry("task.shutdownGrace", Duration.ZERO),
                        Map.entry("task.syncWait", Optional.of(Duration.ofSeconds(30))),
                        Map.entry("image.maxPixels", 1000L),
                        Map.entry("image.memory", Optional.of(200L << 20)),
                        Map.entry("image.vipsLibrary", Optional.of(Path.of("/usr/lib/libvips.so.42"))),
                        Map.entry("gallery.embedMetadata", false),
                        Map.entry("gallery.trashTtl", Duration.ofMillis(1)),
                        Map.entry("gallery.keepDays", 90),
                        Map.entry("gallery.keepEntries", 5000),
                        Map.entry("gallery.keepBytes", 20L << 30),
                        Map.entry("budget.daily", Optional.of(new BigDecimal("2.50"))),
                        Map.entry("budget.monthly", Optional.of(new BigDecimal("40"))),
                        Map.entry("budget.unknownPrice", Optional.of(new BigDecimal("0.25"))),
                        Map.entry("metrics.token", Optional.of("file:/run/secrets/metrics")),
                        Map.entry("log.lines", 50),
                        Map.entry("log.format", "JSON"),
                        Map.entry("log.traceEndpoint", Optional.of("http://collector:4318")),
                        Map.entry("log.traceProtocol", "grpc")));
        // One variable has two: what the database is, and that there is one.
        assertThat(variables).hasSize(values.size() - 1);
    }

    @ParameterizedTest
    @CsvSource({
        "PORT, 0",
        "PORT, 70000",
        "PORT, abc",
        "STUDIO_BIND_ADDRESS, studio.example.org",
        "STUDIO_BIND_ADDRESS, 127.0.0.1:8080",
        "STUDIO_BIND_ADDRESS, 10.0.0.0/8",
        "STUDIO_BIND_ADDRESS, 192.0.2.77",
        "MAX_BODY_SIZE, 12X",
        "MAX_BODY_SIZE, -1",
        "MAX_BODY_SIZE, 9999999G",
        "CORS_ORIGINS, *",
        "CORS_ORIGINS, example.org",
        "CORS_ORIGINS, https://example.org/path",
        "TRUSTED_PROXIES, proxy.example.org",
        "TRUSTED_PROXIES, 10.0.0.0/33",
        "TRUSTED_PROXIES, 10.1",
        "RETURN_IMAGE_DATA, maybe",
        "SSE_HEARTBEAT_MS, 15s",
        "STUDIO_S3_BUCKET, s3://pictures",
        "STUDIO_S3_ENDPOINT, s3.example.org",
        "STUDIO_S3_ENDPOINT, https://s3.example.org/pictures",
        "STUDIO_S3_REGION, eu central",
        "STUDIO_S3_PATH_STYLE, maybe",
        "STUDIO_S3_PREFIX, a//b",
        "STUDIO_S3_REDIRECT, maybe",
        "STUDIO_S3_CACHE, plenty",
        "UPSTREAM_TIMEOUT_MS, 0",
        "UPSTREAM_RETRIES, -1",
        "UPSTREAM_RETRY_DELAY_MS, 1.5",
        "UPSTREAM_RETRY_UNKNOWN, 2",
        "MAX_CONCURRENT_TASKS, 0",
        "MAX_QUEUE_SIZE, many",
        "TASK_TTL_MS, 99999999999999999999",
        "SHUTDOWN_GRACE_MS, -5",
        "SYNC_WAIT_MS, never",
        "MAX_IMAGE_PIXELS, 4K",
        "EMBED_METADATA, y",
        "TRASH_TTL_MS, 7d",
        "BUDGET_DAILY, -1",
        "BUDGET_UNKNOWN_PRICE, some",
        "BUDGET_DAILY, 1e3",
        "BUDGET_DAILY, $5",
        "BUDGET_MONTHLY, 1000000.01",
        "BUDGET_MONTHLY, none",
        "LOG_BUFFER_LIMIT, 0",
        "MIN_FREE_BYTES, plenty",
        "GALLERY_KEEP_DAYS, -1",
        "GALLERY_KEEP_ENTRIES, 5K",
        "GALLERY_KEEP_BYTES, 1T",
        "STUDIO_SANDBOX, sometimes",
        "OTEL_EXPORTER_OTLP_ENDPOINT, collector:4317",
        "OTEL_EXPORTER_OTLP_ENDPOINT, http://user@collector",
        "OTEL_EXPORTER_OTLP_PROTOCOL, json",
        "LOG_FORMAT, xml",
        "MAX_CONNECTIONS, 15",
        "IMAGE_MEMORY, 8M",
        "STUDIO_BASE_PATH, /api/x",
    })
    void aValueThatMakesNoSenseIsNamedWithWhatIsAllowed(String name, String value) {
        assertThatThrownBy(() -> check(Map.of(name, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(name + " is \"" + value + "\", but must be ")
                .hasMessageEndingWith(".")
                .hasMessageNotContaining("%");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MAX_CONCURRENT_TASKS | 65 | a whole number from 1 to 64",
                "SSE_HEARTBEAT_MS | 50 | a number of milliseconds from 100 to 600000",
                "TASK_TTL_MS | 1 | a number of milliseconds from 1000 to 315360000000",
                "MAX_BODY_SIZE | 1 | a size such as 64M, 512K or a number of bytes, from 1024 to 2147483648 bytes",
                "SYNC_WAIT_MS | 0 | a number of milliseconds from 1 to 86400000",
            })
    void theSentenceNamesTheLimits(String name, String value, String allowed) {
        assertThatThrownBy(() -> check(Map.of(name, value)))
                .hasMessage(name + " is \"" + value + "\", but must be " + allowed + ".");
    }

    @Test
    void allBadValuesAreToldAtOnce() {
        assertThatThrownBy(() -> check(
                        Map.of("PORT", "x", "UPSTREAM_RETRIES", "11", "STUDIO_SANDBOX", "z", "LOG_FORMAT", "xml")))
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(4));
    }

    @Test
    void anEmptyVariableCountsAsAbsent() {
        Map<String, String> empty = new HashMap<>();
        for (String name : List.of("PORT", "STUDIO_DATA_DIR", "SYNC_WAIT_MS", "CORS_ORIGINS", "METRICS_TOKEN")) {
            empty.put(name, name.length() % 2 == 0 ? "" : "  ");
        }
        assertThat(values(empty)).isEqualTo(DEFAULTS);
    }

    @Test
    void valuesAreTrimmed() {
        assertThat(TestSettings.of(HttpSettings.class, Map.of("PORT", " 8080 ")).port())
                .isEqualTo(8080);
    }

    @Test
    void theHttpServerFollowsOurVariables() {
        SmallRyeConfig config = config(Map.of("PORT", "8123", "MAX_BODY_SIZE", "1M"));
        assertThat(config.getValue("quarkus.http.port", String.class)).isEqualTo("8123");
        assertThat(config.getValue("quarkus.http.limits.max-body-size", String.class))
                .isEqualTo(Long.toString(2L << 20));
        assertThat(config(Map.of("STUDIO_BIND_ADDRESS", "[::1]")).getValue("quarkus.http.host", String.class))
                .isEqualTo("::1");
        assertThat(config(Map.of()).getValue("quarkus.log.console.json.enabled", Boolean.class))
                .isFalse();
        assertThat(config(Map.of("LOG_FORMAT", "JSON")).getValue("quarkus.log.console.json.enabled", Boolean.class))
                .isTrue();
    }

    @Test
    void oneOfTheTwoDatabasesIsActive() {
        SmallRyeConfig alone = config(Map.of());
        assertThat(active(alone, "datasource", "datasource.reader")).containsOnly(true);
        assertThat(active(alone, "datasource.cluster", "datasource.cluster-reader", "flyway.cluster"))
                .containsOnly(false);
        SmallRyeConfig shared = config(Map.of("STUDIO_DATABASE_URL", "postgresql://studio:p%40ss@db:5433/pictures"));
        assertThat(active(shared, "datasource", "datasource.reader", "flyway")).containsOnly(false);
        assertThat(active(shared, "datasource.cluster", "datasource.cluster-reader", "flyway.cluster"))
                .containsOnly(true);
        assertThat(shared.getValue("quarkus.datasource.cluster.jdbc.url", String.class))
                .startsWith("jdbc:postgresql://db:5433/pictures?");
        assertThat(shared.getValue("quarkus.datasource.cluster.username", String.class))
                .isEqualTo("studio");
        assertThat(shared.getValue("quarkus.datasource.cluster-reader.password", String.class))
                .isEqualTo("p@ss");
    }

    private static List<Boolean> active(SmallRyeConfig config, String... names) {
        return Stream.of(names)
                .map(name -> config.getValue("quarkus." + name + ".active", Boolean.class))
                .toList();
    }

    @Test
    void tracesFollowTheNamesOfOpenTelemetry() {
        assertThat(config(Map.of()).getValue("quarkus.otel.sdk.disabled", Boolean.class))
                .isTrue();
        SmallRyeConfig config = config(Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318", "OTEL_EXPORTER_OTLP_HEADERS", "key=value"));
        assertThat(config.getValue("quarkus.otel.sdk.disabled", Boolean.class)).isFalse();
        assertThat(config.getValue("quarkus.otel.exporter.otlp.endpoint", String.class))
                .isEqualTo("http://collector:4318");
        assertThat(config.getValue("quarkus.otel.exporter.otlp.protocol", String.class))
                .isEqualTo("http/protobuf");
        assertThat(config.getValue("quarkus.otel.exporter.otlp.headers", String.class))
                .isEqualTo("key=value");
    }

    @Test
    void theHttpServerTakesNoMoreConnectionsThanAllowed() {
        assertThat(config(Map.of("MAX_CONNECTIONS", "100")).getValue("quarkus.http.limits.max-connections", Long.class))
                .isEqualTo(100);
        assertThat(config(Map.of()).getValue("quarkus.http.limits.max-connections", Long.class))
                .isBetween(16L, 4000L);
    }

    @Test
    void anEmptyVariableLeavesQuarkusItsDefault() {
        SmallRyeConfig config = config(Map.of("PORT", "", "STUDIO_DATA_DIR", "", "MAX_BODY_SIZE", " "));
        assertThat(config.getValue("quarkus.http.port", String.class)).isEqualTo("51130");
        assertThat(config.getValue("quarkus.http.limits.max-body-size", String.class))
                .isEqualTo(Long.toString(65L << 20));
        assertThat(config.getValue("quarkus.datasource.jdbc.url", String.class)).startsWith("jdbc:sqlite:data/");
    }

    @Test
    void everyMappingIsChecked() {
        assertThat(new ClassFileImporter()
                                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                                .importPackages("studio")
                                .stream()
                                .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                                .map(JavaClass::getName))
                .containsExactlyInAnyOrderElementsOf(
                        Main.SETTINGS.stream().map(Class::getName).toList());
    }

    private static void check(Map<String, String> variables) {
        Environment.of(variables).check(Main.SETTINGS);
    }

    private static Map<String, Object> values(Map<String, String> variables) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Class<?> mapping : Main.SETTINGS) {
            Object settings = TestSettings.of(mapping, variables);
            String prefix = mapping.getAnnotation(ConfigMapping.class).prefix().replace("studio.", "") + ".";
            for (Method method : mapping.getMethods()) {
                if (!method.isDefault()) {
                    try {
                        values.put(prefix + method.getName(), method.invoke(settings));
                    } catch (ReflectiveOperationException e) {
                        throw new AssertionError(e);
                    }
                }
            }
        }
        return values;
    }

    private static SmallRyeConfig config(Map<String, String> environment) {
        URL shipped = SettingsTest.class.getResource("/application.properties");
        try {
            return new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .withInterceptors(new Environment.BlankIsAbsent())
                    .withSources(new PropertiesConfigSource(shipped, 250))
                    .withSources(new PropertiesConfigSource(new HashMap<>(environment), "environment", 300))
                    .withSources(new QuarkusValues())
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
