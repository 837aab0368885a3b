package studio.upstream.openrouter;

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
import studio.upstream.Answer;
import studio.upstream.transport.AwaitResend;
import studio.upstream.transport.CallCapture;
import studio.upstream.transport.PaidPost;
import studio.upstream.transport.Resend;
import studio.upstream.transport.UpstreamCall;

/** OpenRouter's Image API over HTTP. Limit and retry sit on methods that span one whole try, the body included. */
@RegisterRestClient(configKey = "upstream")
@RegisterProvider(CallCapture.class)
interface OpenRouterClient {
    /** Event streams too: only some providers stream, and relays do so unasked. */
    String ACCEPT = "application/json, text/event-stream;q=0.5";

    /** The name that OpenRouter's usage page shows for these calls. */
    String TITLE = "Image Studio";

    @POST
    RestResponse<InputStream> images(
            @Url URI url,
            @HeaderParam("Authorization") String authorization,
            @HeaderParam("Content-Type") String contentType,
            @HeaderParam("Content-Length") String contentLength,
            @HeaderParam("Accept") String accept,
            @HeaderParam("X-OpenRouter-Title") String title,
            InputStream body);

    @GET
    RestResponse<InputStream> get(
            @Url URI url, @HeaderParam("Authorization") String authorization, @HeaderParam("Accept") String accept);

    /** One try of a paid call. */
    @Timeout
    @Retry(maxRetries = -1, maxDuration = 0, delay = 0, jitter = 0, retryOn = Resend.class)
    @BeforeRetry(AwaitResend.class)
    default Answer generate(UpstreamCall<Answer> call, PaidPost post) throws IOException {
        try (InputStream body = post.open()) {
            return call.attempt(
                    () -> images(post.url(), post.bearer(), post.contentType(), post.length(), ACCEPT, TITLE, body));
        }
    }

    /** One try of a free question. */
    @Retry(maxRetries = -1, maxDuration = 0, delay = 0, jitter = 0, retryOn = Resend.class)
    @BeforeRetry(AwaitResend.class)
    default JsonNode json(UpstreamCall<JsonNode> call, URI url, String authorization) {
        return call.attempt(() -> get(url, authorization, "application/json"));
    }
}
