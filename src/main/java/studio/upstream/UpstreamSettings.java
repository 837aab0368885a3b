package studio.upstream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import studio.settings.Converters.Millis;
import studio.settings.Converters.Switch;

/** How long calls to upstreams may take, and when they are repeated. */
@ConfigMapping(prefix = "studio.upstream")
public interface UpstreamSettings {

    /** {@code UPSTREAM_TIMEOUT_MS}: for one whole exchange, the body included. */
    @WithConverter(Millis.class)
    @DurationMin(millis = 1)
    @DurationMax(days = 1)
    Duration timeout();

    /** {@code UPSTREAM_RETRIES}: further tries after the first. */
    @Min(0)
    @Max(10)
    int retries();

    /** {@code UPSTREAM_RETRY_DELAY_MS}: before the first further try; doubles, with jitter. */
    @WithConverter(Millis.class)
    @DurationMin
    @DurationMax(minutes = 10)
    Duration retryDelay();

    /** {@code UPSTREAM_RETRY_UNKNOWN}: also resend when the outcome is unknown, which may pay twice. */
    @WithConverter(Switch.class)
    boolean retryUnknown();
}
