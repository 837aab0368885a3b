package studio.upstream;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.time.Duration;
import studio.settings.Converters.Limits;
import studio.settings.Converters.Millis;
import studio.settings.Converters.Switch;

/** How long calls to upstreams may take, and when they are repeated. */
@RegisterForReflection
@ConfigMapping(prefix = "studio.upstream")
public interface UpstreamSettings {

    /** {@code UPSTREAM_TIMEOUT_MS}: for one whole exchange, the body included. */
    @WithConverter(Millis.class)
    @Limits(min = 1, max = Limits.DAY)
    Duration timeout();

    /** {@code UPSTREAM_RETRIES}: further tries after the first. */
    @Limits(max = 10)
    int retries();

    /** {@code UPSTREAM_RETRY_DELAY_MS}: before the first further try; doubles, with jitter. */
    @WithConverter(Millis.class)
    @Limits(max = 10 * Limits.MINUTE)
    Duration retryDelay();

    /** {@code UPSTREAM_RETRY_UNKNOWN}: also resend when the outcome is unknown, which may pay twice. */
    @WithConverter(Switch.class)
    boolean retryUnknown();
}
