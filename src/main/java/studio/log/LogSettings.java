package studio.log;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import studio.settings.Converters.Form;
import studio.settings.Converters.Limits;

/** Log lines and traces. What is not read here configures Quarkus: {@code studio.app.QuarkusValues}. */
@RegisterForReflection
@ConfigMapping(prefix = "studio.log")
public interface LogSettings {

    /** {@code LOG_BUFFER_LIMIT}: how many are kept for the log page. */
    @Limits(min = 1, max = 100_000)
    int lines();

    /** {@code LOG_FORMAT}: the console's lines are for people, or one JSON object each for collectors. */
    @Form(pattern = "(?i)text|json", expected = "text or json")
    String format();

    /** {@code OTEL_EXPORTER_OTLP_ENDPOINT}: without it there are no traces. */
    Optional<
                    @Form(
                            pattern = "https?://([^/?#@:\\s\\[\\]]+|\\[[0-9a-fA-F:.]+])(:\\d{1,5})?(/[^?#\\s]*)?",
                            expected = "an address such as http://collector:4318")
                    String>
            traceEndpoint();

    /** {@code OTEL_EXPORTER_OTLP_PROTOCOL}: one of the two that are built in. */
    @Form(pattern = "(?i)http/protobuf|grpc", expected = "http/protobuf or grpc")
    String traceProtocol();
}
