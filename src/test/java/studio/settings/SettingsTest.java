package studio.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Through the shipped {@code application.properties}, so that a variable that is not wired is noticed. */
class SettingsTest {

    @Test
    void anEmptyEnvironmentGivesTheDocumentedDefaults() {
        Settings settings = settings(Map.of());
        assertThat(settings.http())
                .isEqualTo(new Settings.Http(
                        51130, "0.0.0.0", 64L << 20, List.of(), List.of(), false, Duration.ofSeconds(15), ""));
        assertThat(settings.folders())
                .isEqualTo(
                        new Settings.Folders(Path.of("config/app.config.json"), Path.of("data"), Path.of("gallery")));
        assertThat(settings.upstream())
                .isEqualTo(new Settings.Upstream(Duration.ofMinutes(3), 1, Duration.ofMillis(800), false));
        assertThat(settings.tasks())
                .isEqualTo(new Settings.Tasks(1, 10, Duration.ofDays(1), Duration.ofSeconds(20), null));
        assertThat(settings.pictures()).isEqualTo(new Settings.Pictures(100_000_000, true, null, Duration.ofDays(7)));
        assertThat(settings.budget()).isEqualTo(Settings.Budget.NONE);
        assertThat(settings.disk()).isEqualTo(new Settings.Disk(256L << 20, 0, 0, 0));
        assertThat(settings.logLines()).isEqualTo(2000);
        assertThat(settings.sandbox()).isTrue();
    }

    @Test
    void everyVariableIsReadFromItsName() {
        Settings settings = settings(Map.ofEntries(
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
                Map.entry("STUDIO_SANDBOX", "0")));
        assertThat(settings)
                .isEqualTo(new Settings(
                        new Settings.Http(
                                8080,
                                "127.0.0.1",
                                512 << 10,
                                List.of("https://a.example", "http://127.0.0.1:5173"),
                                List.of("10.0.0.0/8", "::1"),
                                true,
                                Duration.ofSeconds(1),
                                "/tools/studio"),
                        new Settings.Folders(
                                Path.of("/etc/studio.json"), Path.of("/srv/data"), Path.of("/srv/gallery")),
                        new Settings.Upstream(Duration.ofSeconds(400), 0, Duration.ofMillis(5), true),
                        new Settings.Tasks(4, 200, Duration.ofMinutes(1), Duration.ZERO, Duration.ofSeconds(30)),
                        new Settings.Pictures(1000, false, Path.of("/usr/lib/libvips.so.42"), Duration.ofMillis(1)),
                        new Settings.Budget(new BigDecimal("2.50"), new BigDecimal("40"), new BigDecimal("0.25")),
                        new Settings.Disk(1L << 30, 90, 5000, 20L << 30),
                        50,
                        false));
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
    })
    void aValueThatMakesNoSenseIsNamedWithWhatIsAllowed(String name, String value) {
        assertThatThrownBy(() -> settings(Map.of(name, value)))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(name + " is \"" + value + "\", but must be ");
    }

    @Test
    void allBadValuesAreToldAtOnce() {
        assertThatThrownBy(() -> settings(Map.of("PORT", "x", "UPSTREAM_RETRIES", "y", "STUDIO_SANDBOX", "z")))
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(3));
    }

    @Test
    void anEmptyVariableCountsAsAbsent() {
        Settings settings =
                settings(Map.of("PORT", "", "STUDIO_DATA_DIR", " ", "SYNC_WAIT_MS", "", "CORS_ORIGINS", ""));
        assertThat(settings).isEqualTo(settings(Map.of()));
    }

    @Test
    void theHttpServerFollowsOurVariables() {
        SmallRyeConfig config = config(Map.of("PORT", "8123", "MAX_BODY_SIZE", "1M"));
        assertThat(config.getValue("quarkus.http.port", String.class)).isEqualTo("8123");
        assertThat(config.getValue("quarkus.http.limits.max-body-size", String.class))
                .isEqualTo(Long.toString(2L << 20));
    }

    @ParameterizedTest
    @CsvSource({
        "4000, 1048576, 4000",
        "4000, 1024, 624",
        "100, 1024, 100",
        "4000, 64, 16",
    })
    void connectionsLeaveOpenFilesForTheRest(long asked, long openFiles, long most) {
        assertThat(Connections.within(asked, openFiles)).isEqualTo(most);
    }

    @Test
    void theHttpServerTakesNoMoreConnectionsThanAllowed() {
        assertThat(config(Map.of("MAX_CONNECTIONS", "100")).getValue("quarkus.http.limits.max-connections", Long.class))
                .isEqualTo(100);
        assertThat(config(Map.of()).getValue("quarkus.http.limits.max-connections", Long.class))
                .isBetween(16L, 4000L);
    }

    @Test
    void anEmptyOrBadVariableLeavesTheHttpServerItsDefault() {
        SmallRyeConfig config = config(Map.of("PORT", "abc", "STUDIO_DATA_DIR", ""));
        assertThat(config.getValue("quarkus.http.port", String.class)).isEqualTo("51130");
        assertThat(config.getValue("quarkus.datasource.jdbc.url", String.class)).startsWith("jdbc:sqlite:data/");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.168.1.7, 192.168.1.7, true",
        "192.168.1.7, 192.168.1.8, false",
        "fd00::/8, fdab::1, true",
        "fd00::/8, ::1, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
    })
    void anAddressBlockHoldsTheAddressesThatShareItsPrefix(String block, String address, boolean inside) {
        assertThat(AddressBlock.parse(block).contains(AddressBlock.address(address)))
                .isEqualTo(inside);
    }

    private static Settings settings(Map<String, String> environment) {
        return SettingsParser.parse(config(environment).getConfigMapping(Environment.class));
    }

    private static SmallRyeConfig config(Map<String, String> environment) {
        URL shipped = SettingsTest.class.getResource("/application.properties");
        try {
            return new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .withSources(new PropertiesConfigSource(shipped, 250))
                    .withSources(new PropertiesConfigSource(new HashMap<>(environment), "environment", 300))
                    .withSources(new QuarkusValues())
                    .withMapping(Environment.class)
                    .withValidateUnknown(false)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
