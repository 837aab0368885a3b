package studio.web.server;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.Converter;
import studio.settings.Converters;

/**
 * Origins whose pages may call the API.
 *
 * @param allowed as browsers send them: scheme, host and port, nothing more
 */
public record Origins(Set<String> allowed) {

    /** Reads {@code CORS_ORIGINS}; {@code *} is not accepted. */
    @RegisterForReflection
    @Converters.Expected("origins such as https://studio.example.org or http://127.0.0.1:5173, separated by commas")
    public static final class OfText implements Converter<Origins> {
        @Override
        public Origins convert(String text) {
            return new Origins(AddressBlocks.items(text).map(OfText::origin).collect(Collectors.toUnmodifiableSet()));
        }

        private static String origin(String item) {
            URI uri = URI.create(item.endsWith("/") ? item.substring(0, item.length() - 1) : item);
            boolean bare = uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.toString().equals(uri.getScheme() + "://" + uri.getRawAuthority());
            if (!bare || !Set.of("http", "https").contains(uri.getScheme())) {
                throw new IllegalArgumentException("not an origin: " + item);
            }
            return uri.toString();
        }
    }
}
