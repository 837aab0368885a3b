package studio.settings;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The environment's values, typed and checked. One instance exists, as a {@code @Singleton} bean; take the part you need
 * in your constructor ({@code this.limits = settings.tasks()}).
 *
 * @param sandbox whether the practice upstream is served ({@code STUDIO_SANDBOX})
 */
public record Settings(
        Http http,
        Folders folders,
        Upstream upstream,
        Tasks tasks,
        Pictures pictures,
        Budget budget,
        Disk disk,
        int logLines,
        boolean sandbox) {

    /**
     * @param port {@code PORT}
     * @param bindAddress {@code STUDIO_BIND_ADDRESS}: numeric; {@code 0.0.0.0} and {@code ::} are all addresses of the machine
     * @param maxBodyBytes {@code MAX_BODY_SIZE}
     * @param corsOrigins {@code CORS_ORIGINS}; empty: no other origin may call
     * @param trustedProxies {@code TRUSTED_PROXIES}: addresses or CIDR blocks whose {@code X-Forwarded-*} headers count
     * @param returnImageData {@code RETURN_IMAGE_DATA}: the synchronous answer may carry the picture as a data URL
     * @param heartbeat {@code SSE_HEARTBEAT_MS}
     * @param basePath {@code STUDIO_BASE_PATH}: what every address begins with for browsers, for example {@code /studio};
     *     empty: the studio has its host for itself
     */
    public record Http(
            int port,
            String bindAddress,
            long maxBodyBytes,
            List<String> corsOrigins,
            List<String> trustedProxies,
            boolean returnImageData,
            Duration heartbeat,
            String basePath) {

        /** Where this machine reaches the server: the loopback address, or the one address that it is bound to. */
        public String ownAddress() {
            return BindAddress.reachable(bindAddress);
        }
    }

    /**
     * @param configFile {@code STUDIO_CONFIG_FILE}
     * @param data {@code STUDIO_DATA_DIR}
     * @param gallery {@code STUDIO_GALLERY_DIR}
     */
    public record Folders(Path configFile, Path data, Path gallery) {
        /**
         * Where a command finds them that runs without the server: by the same three variables, from the same places.
         *
         * @throws SettingsException when one of them is no path
         */
        public static Folders ofEnvironment() {
            return SettingsParser.folders(new ProcessEnvironment());
        }

        public Path database() {
            return data.resolve("studio.db");
        }

        /** Reference pictures, named by their SHA-256. */
        public Path inputs() {
            return data.resolve("inputs");
        }

        /** Unfinished files; one sub-folder per running task, named by its id. */
        public Path temp() {
            return data.resolve("tmp");
        }

        /** Files of forms while their request is served. */
        public Path forms() {
            return data.resolve("forms");
        }

        public Path thumbnails() {
            return gallery.resolve("thumbnails");
        }

        public Path previews() {
            return gallery.resolve("previews");
        }
    }

    /**
     * @param timeout {@code UPSTREAM_TIMEOUT_MS}: for one whole exchange, the body included
     * @param retries {@code UPSTREAM_RETRIES}: further tries after the first
     * @param retryDelay {@code UPSTREAM_RETRY_DELAY_MS}: before the first further try; doubles, with jitter
     * @param retryUnknown {@code UPSTREAM_RETRY_UNKNOWN}: also resend when the outcome is unknown, which may pay twice
     */
    public record Upstream(Duration timeout, int retries, Duration retryDelay, boolean retryUnknown) {}

    /**
     * @param concurrent {@code MAX_CONCURRENT_TASKS}
     * @param queueSize {@code MAX_QUEUE_SIZE}: waiting tasks; one more is refused
     * @param timeToLive {@code TASK_TTL_MS}: how long ended tasks are remembered
     * @param shutdownGrace {@code SHUTDOWN_GRACE_MS}
     * @param syncWait {@code SYNC_WAIT_MS}: the synchronous call answers 202 after this; null: waits to the end
     */
    public record Tasks(
            int concurrent,
            int queueSize,
            Duration timeToLive,
            Duration shutdownGrace,
            @Nullable Duration syncWait) {}

    /**
     * @param maxPixels {@code MAX_IMAGE_PIXELS}: larger pictures are refused by their header
     * @param embedMetadata {@code EMBED_METADATA}: write prompt and parameters into the stored file
     * @param vipsLibrary {@code VIPS_LIBRARY}: path of libvips' shared object; null: look in the usual places
     * @param trashTtl {@code TRASH_TTL_MS}: how long deleted entries can be restored
     * @param memory {@code IMAGE_MEMORY}: bytes that decoding may take at once, outside the heap; 0: what the machine or
     *     container leaves
     */
    public record Pictures(
            long maxPixels, boolean embedMetadata, @Nullable Path vipsLibrary, Duration trashTtl, long memory) {

        /** With as much memory as the machine or container leaves. */
        public Pictures(long maxPixels, boolean embedMetadata, @Nullable Path vipsLibrary, Duration trashTtl) {
            this(maxPixels, embedMetadata, vipsLibrary, trashTtl, 0);
        }

        /** {@code VIPS_LIBRARY} for a command that runs without the server. */
        public static Optional<Path> vipsLibraryOfEnvironment() {
            return new ProcessEnvironment()
                    .value("VIPS_LIBRARY")
                    .filter(text -> !text.isBlank())
                    .map(Path::of);
        }
    }

    /**
     * What may be spent on each API config that has no budget of its own, in US dollars; null: no limit.
     *
     * @param daily {@code BUDGET_DAILY}, for a day in UTC
     * @param monthly {@code BUDGET_MONTHLY}, for a calendar month in UTC
     * @param unknownPrice {@code BUDGET_UNKNOWN_PRICE}: what a picture counts for whose price nobody knows; null: where
     *     there is a budget, such a picture is not asked for
     */
    public record Budget(
            @Nullable BigDecimal daily,
            @Nullable BigDecimal monthly,
            @Nullable BigDecimal unknownPrice) {
        public static final Budget NONE = new Budget(null, null, null);
    }

    /**
     * What may fill the disk; 0 stands for no limit everywhere.
     *
     * @param minFreeBytes {@code MIN_FREE_BYTES}: with less space left nothing new is taken on
     * @param keepDays {@code GALLERY_KEEP_DAYS}: older pictures go to the trash; favourites never do, here and below
     * @param keepEntries {@code GALLERY_KEEP_ENTRIES}: how many of the newest pictures stay
     * @param keepBytes {@code GALLERY_KEEP_BYTES}: how large the newest pictures that stay may be together
     */
    public record Disk(long minFreeBytes, int keepDays, int keepEntries, long keepBytes) {

        /** {@code MIN_FREE_BYTES} for a command that runs without the server; the standard when it makes no sense. */
        public static long minFreeOfEnvironment() {
            return SettingsParser.minFree(new ProcessEnvironment());
        }
    }
}
