package studio.log;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.settings.Form;

/** Where traces go, by the variables that OpenTelemetry names for it. Without an endpoint there are none. */
@ConfigMapping(prefix = "studio.trace")
public interface TraceSettings {

    /** {@code OTEL_EXPORTER_OTLP_ENDPOINT}. */
    Optional<@WithConverter(ServiceForm.class) URI> endpoint();

    /** {@code OTEL_EXPORTER_OTLP_PROTOCOL}. */
    @WithConverter(ProtocolForm.class)
    String protocol();

    /** An http(s) address of another service, without a user and without what follows its path. */
    @RegisterForReflection
    final class ServiceForm extends Form<URI> {
        public ServiceForm() {
            super("an address such as http://collector:4318");
        }

        @Override
        public @Nullable URI convert(String text) {
            URI address = URI.create(text);
            return List.of("http", "https").contains(String.valueOf(address.getScheme()))
                            && address.getHost() != null
                            && address.getRawUserInfo() == null
                            && address.getRawQuery() == null
                            && address.getRawFragment() == null
                    ? address
                    : null;
        }
    }

    /** One of the two protocols that are built in. */
    @RegisterForReflection
    final class ProtocolForm extends Form<String> {
        public ProtocolForm() {
            super("http/protobuf or grpc");
        }

        @Override
        public @Nullable String convert(String text) {
            String protocol = text.toLowerCase(Locale.ROOT);
            return List.of("http/protobuf", "grpc").contains(protocol) ? protocol : null;
        }
    }
}
