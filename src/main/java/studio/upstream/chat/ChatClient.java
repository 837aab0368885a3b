package studio.upstream.chat;

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
import studio.upstream.Hosts;
import studio.upstream.transport.AwaitResend;
import studio.upstream.transport.CallCapture;
import studio.upstream.transport.PaidPost;
import studio.upstream.transport.Resend;
import studio.upstream.transport.UpstreamCall;

/**
 * Chat completions over HTTP. Limit and retry sit on methods that span one whole try, the body of the answer included,
 * which a method that returns a stream does not. How often and when is decided where the failure is understood: a try that
 * is to be followed by another ends with {@link Resend}, and nothing else is retried.
 */
@RegisterRestClient(configKey = "upstream")
@RegisterProvider(CallCapture.class)
interface ChatClient {
    String ACCEPT = "application/json, text/event-stream;q=0.5, image/*;q=0.5";

    @POST
    RestResponse<InputStream> complete(
            @Url URI url,
            @HeaderParam("Authorization") String authorization,
            @HeaderParam("Content-Type") String contentType,
            @HeaderParam("Content-Length") String contentLength,
            @HeaderParam("Accept") String accept,
            @HeaderParam("X-OpenRouter-Title") @Nullable String title,
            InputStream body);

    @GET
    RestResponse<InputStream> list(
            @Url URI url, @HeaderParam("Authorization") String authorization, @HeaderParam("Accept") String accept);

    /** One try of a paid call. */
    @Timeout
    @Retry(maxRetries = -1, maxDuration = 0, delay = 0, jitter = 0, retryOn = Resend.class)
    @BeforeRetry(AwaitResend.class)
    default Answer generate(UpstreamCall<Answer> call, PaidPost post) throws IOException {
        try (InputStream body = post.open()) {
            return call.attempt(() -> complete(
                    post.url(),
                    post.bearer(),
                    post.contentType(),
                    post.length(),
                    ACCEPT,
                    Hosts.openRouter(post.url()) ? "Image Studio" : null,
                    body));
        }
    }

    /** One try of the free list of models. */
    @Retry(maxRetries = -1, maxDuration = 0, delay = 0, jitter = 0, retryOn = Resend.class)
    @BeforeRetry(AwaitResend.class)
    default JsonNode models(UpstreamCall<JsonNode> call, URI url, String authorization) {
        return call.attempt(() -> list(url, authorization, "application/json"));
    }
}
