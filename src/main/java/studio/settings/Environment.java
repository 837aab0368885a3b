package studio.settings;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/**
 * The environment's values as they were written; {@code application.properties} feeds each from its variable, and
 * {@link SettingsParser} gives them types, limits and defaults. Absent and empty are the same.
 */
@ConfigMapping(prefix = "studio")
public interface Environment {

    Optional<String> port();

    Optional<String> bindAddress();

    Optional<String> basePath();

    Optional<String> maxBodySize();

    Optional<String> maxConnections();

    Optional<String> corsOrigins();

    Optional<String> trustedProxies();

    Optional<String> returnImageData();

    Optional<String> sseHeartbeatMs();

    Optional<String> configFile();

    Optional<String> dataDir();

    Optional<String> galleryDir();

    Optional<String> upstreamTimeoutMs();

    Optional<String> upstreamRetries();

    Optional<String> upstreamRetryDelayMs();

    Optional<String> upstreamRetryUnknown();

    Optional<String> maxConcurrentTasks();

    Optional<String> maxQueueSize();

    Optional<String> taskTtlMs();

    Optional<String> shutdownGraceMs();

    Optional<String> syncWaitMs();

    Optional<String> maxImagePixels();

    Optional<String> imageMemory();

    Optional<String> embedMetadata();

    Optional<String> vipsLibrary();

    Optional<String> trashTtlMs();

    Optional<String> budgetDaily();

    Optional<String> budgetMonthly();

    Optional<String> budgetUnknownPrice();

    Optional<String> logBufferLimit();

    Optional<String> sandbox();

    Optional<String> minFreeBytes();

    Optional<String> galleryKeepDays();

    Optional<String> galleryKeepEntries();

    Optional<String> galleryKeepBytes();

    Optional<String> metricsToken();

    Optional<String> logFormat();

    Optional<String> otelExporterOtlpEndpoint();

    Optional<String> otelExporterOtlpProtocol();

    Optional<String> otelExporterOtlpHeaders();
}
