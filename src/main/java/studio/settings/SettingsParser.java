package studio.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import studio.settings.Settings.Budget;
import studio.settings.Settings.Disk;
import studio.settings.Settings.Folders;
import studio.settings.Settings.Http;
import studio.settings.Settings.Pictures;
import studio.settings.Settings.Tasks;
import studio.settings.Settings.Upstream;

/** Turns the environment's written values into {@link Settings}; all that is wrong is said at once. */
final class SettingsParser {
    static final int PORT = 51130;
    static final String DATA_DIR = "data";
    static final long MAX_BODY_SIZE = 64L << 20;

    /** A few 4K pictures with their small ones; with less a paid picture might not find room. */
    static final long MIN_FREE_BYTES = 256L << 20;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LONG = Duration.ofDays(3650);

    private final ValueReader values = new ValueReader();

    private SettingsParser() {}

    /** @throws SettingsException naming each bad variable, its value and what is allowed */
    static Settings parse(Environment environment) {
        SettingsParser parser = new SettingsParser();
        Connections.asked(environment.maxConnections(), parser.values);
        LogFormat.of(environment.logFormat(), parser.values);
        Tracing.of(
                environment.otelExporterOtlpEndpoint(),
                environment.otelExporterOtlpProtocol(),
                environment.otelExporterOtlpHeaders(),
                parser.values);
        Settings settings = parser.read(environment);
        if (!parser.values.problems().isEmpty()) {
            throw new SettingsException(parser.values.problems());
        }
        return settings;
    }

    private Settings read(Environment from) {
        return new Settings(
                http(from),
                folders(from.configFile(), from.dataDir(), from.galleryDir()),
                upstream(from),
                tasks(from),
                pictures(from),
                budget(from),
                disk(from),
                (int) values.whole("LOG_BUFFER_LIMIT", from.logBufferLimit(), 2000, 1, 100_000),
                values.flag("STUDIO_SANDBOX", from.sandbox(), true));
    }

    private Http http(Environment from) {
        return new Http(
                (int) values.whole("PORT", from.port(), PORT, 1, 65535),
                BindAddress.of(from.bindAddress(), values),
                values.size("MAX_BODY_SIZE", from.maxBodySize(), MAX_BODY_SIZE, 1 << 10, 2L << 30),
                values.origins("CORS_ORIGINS", from.corsOrigins()),
                values.addresses("TRUSTED_PROXIES", from.trustedProxies()),
                values.flag("RETURN_IMAGE_DATA", from.returnImageData(), false),
                millis("SSE_HEARTBEAT_MS", from.sseHeartbeatMs(), 15_000, 100, Duration.ofMinutes(10)),
                values.basePath("STUDIO_BASE_PATH", from.basePath()));
    }

    /** @throws SettingsException naming each of the three variables that is no path */
    static Folders folders(ProcessEnvironment from) {
        SettingsParser parser = new SettingsParser();
        Folders folders = parser.folders(
                from.value("STUDIO_CONFIG_FILE"), from.value("STUDIO_DATA_DIR"), from.value("STUDIO_GALLERY_DIR"));
        if (!parser.values.problems().isEmpty()) {
            throw new SettingsException(parser.values.problems());
        }
        return folders;
    }

    static long minFree(ProcessEnvironment from) {
        return new SettingsParser().minFree(from.value("MIN_FREE_BYTES"));
    }

    private long minFree(Optional<String> written) {
        return values.size("MIN_FREE_BYTES", written, MIN_FREE_BYTES, 0, 1L << 50);
    }

    private Folders folders(Optional<String> configFile, Optional<String> dataDir, Optional<String> galleryDir) {
        return new Folders(
                values.path("STUDIO_CONFIG_FILE", configFile, "config/app.config.json"),
                values.path("STUDIO_DATA_DIR", dataDir, DATA_DIR),
                values.path("STUDIO_GALLERY_DIR", galleryDir, "gallery"));
    }

    private Upstream upstream(Environment from) {
        return new Upstream(
                millis("UPSTREAM_TIMEOUT_MS", from.upstreamTimeoutMs(), 180_000, 1, DAY),
                (int) values.whole("UPSTREAM_RETRIES", from.upstreamRetries(), 1, 0, 10),
                millis("UPSTREAM_RETRY_DELAY_MS", from.upstreamRetryDelayMs(), 800, 0, Duration.ofMinutes(10)),
                values.flag("UPSTREAM_RETRY_UNKNOWN", from.upstreamRetryUnknown(), false));
    }

    private Tasks tasks(Environment from) {
        Optional<String> syncWait = ValueReader.present(from.syncWaitMs());
        return new Tasks(
                (int) values.whole("MAX_CONCURRENT_TASKS", from.maxConcurrentTasks(), 1, 1, 64),
                (int) values.whole("MAX_QUEUE_SIZE", from.maxQueueSize(), 10, 0, 10_000),
                millis("TASK_TTL_MS", from.taskTtlMs(), DAY.toMillis(), 1000, LONG),
                millis("SHUTDOWN_GRACE_MS", from.shutdownGraceMs(), 20_000, 0, Duration.ofMinutes(10)),
                syncWait.isEmpty() ? null : millis("SYNC_WAIT_MS", syncWait, 1, 1, DAY));
    }

    private Pictures pictures(Environment from) {
        Optional<String> library = ValueReader.present(from.vipsLibrary());
        Path libraryFile = library.isEmpty() ? null : values.path("VIPS_LIBRARY", library, "libvips.so.42");
        return new Pictures(
                values.whole("MAX_IMAGE_PIXELS", from.maxImagePixels(), 100_000_000, 1, Integer.MAX_VALUE),
                values.flag("EMBED_METADATA", from.embedMetadata(), true),
                libraryFile,
                millis("TRASH_TTL_MS", from.trashTtlMs(), Duration.ofDays(7).toMillis(), 0, LONG),
                values.size("IMAGE_MEMORY", from.imageMemory(), 0, 16L << 20, 64L << 30));
    }

    private Budget budget(Environment from) {
        return new Budget(
                values.amount("BUDGET_DAILY", from.budgetDaily()),
                values.amount("BUDGET_MONTHLY", from.budgetMonthly()),
                values.amount("BUDGET_UNKNOWN_PRICE", from.budgetUnknownPrice()));
    }

    private Disk disk(Environment from) {
        return new Disk(
                minFree(from.minFreeBytes()),
                (int) values.whole("GALLERY_KEEP_DAYS", from.galleryKeepDays(), 0, 0, LONG.toDays()),
                (int) values.whole("GALLERY_KEEP_ENTRIES", from.galleryKeepEntries(), 0, 0, Integer.MAX_VALUE),
                values.size("GALLERY_KEEP_BYTES", from.galleryKeepBytes(), 0, 0, 1L << 50));
    }

    private Duration millis(String name, Optional<String> written, long standard, long least, Duration most) {
        return values.millis(name, written, Duration.ofMillis(standard), Duration.ofMillis(least), most);
    }
}
