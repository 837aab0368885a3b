package studio.upstream.images;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.rest.client.reactive.Url;
import io.smallrye.faulttolerance.api.BeforeRetry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import studio.upstream.Answer;
import studio.upstream.dialect.KeyHeaders;
import studio.upstream.transport.AwaitResend;
import studio.upstream.transport.CallCapture;
import studio.upstream.transport.PaidPost;
import studio.upstream.transport.Resend;
import studio.upstream.transport.UpstreamCall;

/**
 * The images form over HTTP: generations as JSON, edits as JSON or as a multipart form. Limit and retry sit on methods that
 * span one whole try, the body of the answer included; only {@link Resend} is followed by another.
 */
@RegisterRestClient(configKey = "upstream")
@RegisterProvider(CallCapture.class)
interface ImagesClient {
    String ACCEPT = "application/json, text/event-stream;q=0.5, image/*;q=0.5";

    @POST
    RestResponse<InputStream> ask(
            @Url URI url,
            @HeaderParam("Authorization") @Nullable String authorization,
            @HeaderParam("api-key") @Nullable String apiKey,
            @HeaderParam("Content-Type") String contentType,
            @HeaderParam("Content-Length") String contentLength,
            @HeaderParam("Accept") String accept,
            InputStream body);

    @GET
    RestResponse<InputStream> list(
            @Url URI url,
            @HeaderParam("Authorization") @Nullable String authorization,
            @HeaderParam("api-key") @Nullable String apiKey,
            @HeaderParam("Accept") String accept);

    /** One try of a paid call. */
    @Timeout
    @Retry(maxRetries = -1, maxDuration = 0, delay = 0, jitter = 0, retryOn = Resend.class)
    @BeforeRetry(AwaitResend.class)
    default Answer generate(UpstreamCall<Answer> call, PaidPost post, KeyHeaders key) throws IOException {
        try (InputStream body = post.open()) {
            return call.attempt(() -> ask(
                    post.url(), key.authorization(), key.apiKey(), post.contentType(), post.length(), ACCEPT, body));
        }
    }

    /** One try of the free list of models. */
    @Retry(maxRetries = -1, maxDuration = 0, delay = 0, jitter = 0, retryOn = Resend.class)
    @BeforeRetry(AwaitResend.class)
    default JsonNode models(UpstreamCall<JsonNode> call, URI url, KeyHeaders key) {
        return call.attempt(() -> list(url, key.authorization(), key.apiKey(), "application/json"));
    }
}
