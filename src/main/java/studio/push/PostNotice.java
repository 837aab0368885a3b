package studio.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import studio.upstream.PublicPosts;

/** Encrypts a notice for one browser and posts it to that browser's push service. */
@Singleton
class PostNotice {
    /** How long a push service keeps a message for a device that is off; a newer one takes its place. */
    private static final Duration KEPT = Duration.ofHours(12);

    private final SqlPush store;
    private final PublicPosts posts;
    private final ObjectMapper json;

    PostNotice(SqlPush store, PublicPosts posts, ObjectMapper json) {
        this.store = store;
        this.posts = posts;
        this.json = json;
    }

    /**
     * Blocks until the push service has answered.
     *
     * @return the status of its answer
     * @throws PublicPosts.RefusedException when nothing is ever sent to that address
     * @throws IOException when no answer came
     * @throws GeneralSecurityException when the browser's key is none
     */
    int post(TaskNotice notice, Subscription to) throws IOException, GeneralSecurityException {
        String authorization = store.key().authorization(URI.create(to.endpoint()), to.contact(), Instant.now());
        Map<String, String> headers = Map.of(
                "Authorization",
                authorization,
                "Content-Encoding",
                "aes128gcm",
                "Content-Type",
                "application/octet-stream",
                "TTL",
                Long.toString(KEPT.toSeconds()),
                "Urgency",
                "high",
                "Topic",
                notice.tag());
        byte[] sealed =
                PushEncryption.encrypt(written(notice), P256.decoded(to.browserKey()), P256.decoded(to.authSecret()));
        return posts.post(to.endpoint(), headers, sealed);
    }

    private byte[] written(TaskNotice notice) throws JsonProcessingException {
        return json.writeValueAsBytes(notice);
    }
}
