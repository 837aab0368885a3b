package studio.web.server;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Origins whose pages may call the API.
 *
 * @param allowed as browsers send them: scheme, host and port, nothing more
 */
public record Origins(Set<String> allowed) {

    /** Reads {@code CORS_ORIGINS}; {@code *} is not accepted. */
    @RegisterForReflection
    public static final class Form extends studio.settings.Form<Origins> {
        public Form() {
            super("origins such as https://studio.example.org or http://127.0.0.1:5173, separated by commas");
        }

        @Override
        public Origins convert(String text) {
            return new Origins(Arrays.stream(text.split("[,\\s]+", -1))
                    .filter(item -> !item.isEmpty())
                    .map(Form::origin)
                    .collect(Collectors.toUnmodifiableSet()));
        }

        private static String origin(String item) {
            String text = item.endsWith("/") ? item.substring(0, item.length() - 1) : item;
            URI uri = URI.create(text);
            boolean bare = uri.getHost() != null
                    && text.equals(uri.getScheme() + "://" + uri.getRawAuthority())
                    && uri.getRawUserInfo() == null;
            if (!bare || !Set.of("http", "https").contains(uri.getScheme())) {
                throw new IllegalArgumentException("not an origin: " + item);
            }
            return text;
        }
    }
}
