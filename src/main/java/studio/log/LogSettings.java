package studio.log;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;

/** Log lines and traces. What is not read here configures Quarkus: {@code studio.app.QuarkusValues}. */
@ConfigMapping(prefix = "studio.log")
public interface LogSettings {

    /** {@code LOG_BUFFER_LIMIT}: how many are kept for the log page. */
    @Min(1)
    @Max(100_000)
    int lines();

    /** {@code LOG_FORMAT}: the console's lines are for people, or one JSON object each for collectors. */
    @Pattern(regexp = "(?i)text|json", message = "text or json")
    String format();

    /** {@code OTEL_EXPORTER_OTLP_ENDPOINT}: without it there are no traces. */
    Optional<
                    @Pattern(
                            regexp = "https?://([^/?#@:\\s\\[\\]]+|\\[[0-9a-fA-F:.]+])(:\\d{1,5})?(/[^?#\\s]*)?",
                            message = "an address such as http://collector:4318")
                    String>
            traceEndpoint();

    /** {@code OTEL_EXPORTER_OTLP_PROTOCOL}: one of the two that are built in. */
    @Pattern(regexp = "(?i)http/protobuf|grpc", message = "http/protobuf or grpc")
    String traceProtocol();
}
