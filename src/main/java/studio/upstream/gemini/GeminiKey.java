package studio.upstream.gemini;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import studio.upstream.transport.PaidPost;

/**
 * The headers that carry a key, by what the key looks like and where it goes.
 *
 * <p>Google takes an API key in {@code x-goog-api-key} and answers 401 as soon as an {@code Authorization} header that is no
 * OAuth token stands beside it; a relay that passes headers on would run into the same. So Google's own keys ({@code AIza…},
 * {@code AQ.…}) travel in that header alone, and OAuth tokens ({@code ya29.…}, Vertex AI) as a bearer alone. Relays with keys
 * of their own differ: some read only the one header, some only the other, and those that read both take either.
 *
 * @param google value of {@code x-goog-api-key}; null: not sent
 * @param authorization value of {@code Authorization}; null: not sent
 */
record GeminiKey(@Nullable String google, @Nullable String authorization) {

    static GeminiKey of(URI url, String apiKey) {
        if (apiKey.startsWith("ya29.")) {
            return new GeminiKey(null, PaidPost.bearer(apiKey));
        }
        String host = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
        boolean googles = apiKey.startsWith("AIza") || apiKey.startsWith("AQ.") || host.endsWith(".googleapis.com");
        return new GeminiKey(apiKey, googles ? null : PaidPost.bearer(apiKey));
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "GeminiKey";
    }
}
