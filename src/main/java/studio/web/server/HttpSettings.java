package studio.web.server;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;
import studio.settings.Converters;
import studio.settings.Converters.Bytes;
import studio.settings.Converters.Limits;
import studio.settings.Converters.Millis;
import studio.settings.Converters.Switch;

/** What is served, where, to whom and how much at once. */
@RegisterForReflection
@ConfigMapping(prefix = "studio.http")
public interface HttpSettings {

    /** {@code PORT}. */
    @Limits(min = 1, max = 65_535)
    int port();

    /** {@code STUDIO_BIND_ADDRESS}: numeric; {@code 0.0.0.0} and {@code ::} are all addresses of the machine. */
    @WithConverter(BindAddress.class)
    String bindAddress();

    /**
     * {@code STUDIO_BASE_PATH}: what every address starts with for browsers, for example {@code /studio}; empty: the studio has its
     * host for itself.
     */
    @WithConverter(BasePathText.class)
    String basePath();

    /** {@code MAX_BODY_SIZE}. */
    @WithConverter(Bytes.class)
    @Limits(min = 1 << 10, max = 2L << 30)
    long maxBodyBytes();

    /** {@code MAX_CONNECTIONS}; fewer are let in where the system allows few open files. */
    @Limits(min = 16, max = 100_000)
    int maxConnections();

    /** {@code CORS_ORIGINS}. */
    @WithConverter(Origins.OfText.class)
    Origins corsOrigins();

    /** {@code TRUSTED_PROXIES}: whose {@code X-Forwarded-*} headers count. */
    @WithConverter(AddressBlocks.OfText.class)
    AddressBlocks trustedProxies();

    /** {@code RETURN_IMAGE_DATA}: the synchronous answer may carry the picture as a data URL. */
    @WithConverter(Switch.class)
    boolean returnImageData();

    /** {@code SSE_HEARTBEAT_MS}. */
    @WithConverter(Millis.class)
    @Limits(min = 100, max = 10 * Limits.MINUTE)
    Duration heartbeat();

    /** {@code STUDIO_SANDBOX}: whether the practice upstream is served. */
    @WithConverter(Switch.class)
    boolean sandbox();

    /** A path without a slash at its end; empty for {@code /}. */
    @RegisterForReflection
    @Converters.Expected(
            "a path such as /studio, of letters, digits and . _ ~ -, that does not begin with /api, /gallery, /q,"
                    + " /sandbox or /webui")
    final class BasePathText implements Converter<String> {
        private static final Pattern PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]{1,64}){0,8}");

        /** The first parts of the server's own addresses; a base with one of these names would be ambiguous. */
        private static final Pattern OWN = Pattern.compile("/(api|gallery|q|sandbox|webui)(/.*)?");

        @Override
        public @Nullable String convert(String text) {
            String path = text.replaceFirst("/+$", "");
            return PATH.matcher(path).matches() && !OWN.matcher(path).matches() ? path : null;
        }
    }

    /**
     * Origins whose pages may call the API.
     *
     * @param allowed as browsers send them: scheme, host and port, nothing more
     */
    record Origins(Set<String> allowed) {

        /** Reads {@code CORS_ORIGINS}; {@code *} is not accepted. */
        @RegisterForReflection
        @Converters.Expected("origins such as https://studio.example.org or http://127.0.0.1:5173, separated by commas")
        public static final class OfText implements Converter<Origins> {
            @Override
            public Origins convert(String text) {
                return new Origins(
                        AddressBlocks.items(text).map(OfText::origin).collect(Collectors.toUnmodifiableSet()));
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
}
