package studio.upstream.gemini;

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
import studio.upstream.transport.AwaitResend;
import studio.upstream.transport.CallCapture;
import studio.upstream.transport.PaidPost;
import studio.upstream.transport.Resend;
import studio.upstream.transport.UpstreamCall;

/**
 * The Gemini API over HTTP. Limit and retry sit on methods that span one whole try; a try that is to be followed by another
 * ends with {@link Resend}, and nothing else is retried. The client follows no redirect, so that the key goes nowhere else.
 */
@RegisterRestClient(configKey = "upstream")
@RegisterProvider(CallCapture.class)
interface GeminiClient {
    String ACCEPT = "application/json, text/event-stream;q=0.5";

    @POST
    RestResponse<InputStream> generateContent(
            @Url URI url,
            @HeaderParam("x-goog-api-key") @Nullable String apiKey,
            @HeaderParam("Authorization") @Nullable String authorization,
            @HeaderParam("Content-Type") String contentType,
            @HeaderParam("Content-Length") String contentLength,
            @HeaderParam("Accept") String accept,
            InputStream body);

    @GET
    RestResponse<InputStream> get(
            @Url URI url,
            @HeaderParam("x-goog-api-key") @Nullable String apiKey,
            @HeaderParam("Authorization") @Nullable String authorization,
            @HeaderParam("Accept") String accept);

    /** One try of a paid call. */
    @Timeout
    @Retry(maxRetries = -1, maxDuration = 0, delay = 0, jitter = 0, retryOn = Resend.class)
    @BeforeRetry(AwaitResend.class)
    default Answer generate(UpstreamCall<Answer> call, PaidPost post) throws IOException {
        GeminiKey key = GeminiKey.of(post.url(), post.apiKey());
        try (InputStream body = post.open()) {
            return call.attempt(() -> generateContent(
                    post.url(), key.google(), key.authorization(), post.contentType(), post.length(), ACCEPT, body));
        }
    }

    /** One try of a free call: a page of the list of models, or one model. */
    @Retry(maxRetries = -1, maxDuration = 0, delay = 0, jitter = 0, retryOn = Resend.class)
    @BeforeRetry(AwaitResend.class)
    default JsonNode models(UpstreamCall<JsonNode> call, URI url, String apiKey) {
        GeminiKey key = GeminiKey.of(url, apiKey);
        return call.attempt(() -> get(url, key.google(), key.authorization(), "application/json"));
    }
}
