package studio.web.server;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import studio.settings.Bytes;
import studio.settings.Millis;
import studio.settings.Switch;

/** What is served, where, to whom and how much at once. */
@ConfigMapping(prefix = "studio.http")
public interface HttpSettings {

    /** {@code PORT}. */
    @Min(1)
    @Max(65_535)
    int port();

    /** {@code STUDIO_BIND_ADDRESS}: numeric; {@code 0.0.0.0} and {@code ::} are all addresses of the machine. */
    @WithConverter(BindAddress.class)
    String bindAddress();

    /**
     * {@code STUDIO_BASE_PATH}: what every address begins with for browsers, for example {@code /studio}; empty: the studio has its
     * host for itself.
     */
    @WithConverter(BasePathForm.class)
    String basePath();

    /** {@code MAX_BODY_SIZE}. */
    @WithConverter(Bytes.class)
    @Min(1 << 10)
    @Max(2L << 30)
    long maxBodyBytes();

    /** {@code MAX_CONNECTIONS}; fewer are let in where the system allows few open files. */
    @Min(Connections.MIN)
    @Max(100_000)
    int maxConnections();

    /** {@code CORS_ORIGINS}. */
    @WithConverter(Origins.Form.class)
    Origins corsOrigins();

    /** {@code TRUSTED_PROXIES}: whose {@code X-Forwarded-*} headers count. */
    @WithConverter(AddressBlocks.Form.class)
    AddressBlocks trustedProxies();

    /** {@code RETURN_IMAGE_DATA}: the synchronous answer may carry the picture as a data URL. */
    @WithConverter(Switch.class)
    boolean returnImageData();

    /** {@code SSE_HEARTBEAT_MS}. */
    @WithConverter(Millis.class)
    @DurationMin(millis = 100)
    @DurationMax(minutes = 10)
    Duration heartbeat();

    /** {@code STUDIO_SANDBOX}: whether the practice upstream is served. */
    @WithConverter(Switch.class)
    boolean sandbox();
}
