package studio.account;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Who may read the metrics without a session. */
@ConfigMapping(prefix = "studio.metrics")
public interface MetricsSettings {

    /** {@code METRICS_TOKEN}: a token of at least 16 characters, or a reference to one. */
    Optional<String> token();
}
