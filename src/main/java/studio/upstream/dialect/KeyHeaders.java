package studio.upstream.dialect;

import org.jspecify.annotations.Nullable;
import studio.upstream.Connection;
import studio.upstream.transport.PaidPost;

/** The headers that have the key; each is null where the dialect does without. */
public record KeyHeaders(
        @Nullable String authorization,
        @Nullable String apiKey,
        @Nullable String xKey) {

    public static KeyHeaders of(Connection connection, Dialect dialect) {
        String key = connection.apiKey();
        return new KeyHeaders(
                dialect.auth().bearer() ? PaidPost.bearer(key) : null,
                dialect.auth().apiKey() ? key : null,
                dialect.auth() == Dialect.Auth.X_KEY ? key : null);
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "KeyHeaders";
    }
}
