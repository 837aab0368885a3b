package studio.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where traces go, by the variables that OpenTelemetry names for it. Without an endpoint there are none.
 *
 * @param headers as {@code name=value,name=value}; usually the collector's key
 */
record Tracing(Optional<String> endpoint, String protocol, Optional<String> headers) {
    static Tracing of(
            Optional<String> endpoint, Optional<String> protocol, Optional<String> headers, ValueReader values) {
        return new Tracing(
                values.address("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint),
                values.choice(
                        "OTEL_EXPORTER_OTLP_PROTOCOL", protocol, "http/protobuf", List.of("http/protobuf", "grpc")),
                ValueReader.present(headers));
    }

    /** Quarkus' own values. */
    Map<String, String> derived() {
        Map<String, String> derived = new HashMap<>();
        derived.put("quarkus.otel.sdk.disabled", Boolean.toString(endpoint.isEmpty()));
        endpoint.ifPresent(address -> {
            derived.put("quarkus.otel.exporter.otlp.endpoint", address);
            derived.put("quarkus.otel.exporter.otlp.protocol", protocol);
            headers.ifPresent(pairs -> derived.put("quarkus.otel.exporter.otlp.headers", pairs));
        });
        return derived;
    }
}
