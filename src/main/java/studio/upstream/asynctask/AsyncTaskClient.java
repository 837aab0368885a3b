package studio.upstream.asynctask;

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
 * Submissions and questions for results over HTTP. Limit and retry sit on methods that span one whole try, the body of the answer
 * included; only {@link Resend} is followed by another.
 */
@RegisterRestClient(configKey = "upstream")
@RegisterProvider(CallCapture.class)
interface AsyncTaskClient {
    String JSON = "application/json";
    String ACCEPT = "application/json, image/*;q=0.5";

    @POST
    RestResponse<InputStream> send(
            @Url URI url,
            @HeaderParam("Authorization") @Nullable String authorization,
            @HeaderParam("api-key") @Nullable String apiKey,
            @HeaderParam("x-key") @Nullable String xKey,
            @HeaderParam("X-DashScope-Async") @Nullable String dashScopeAsync,
            @HeaderParam("Content-Type") String contentType,
            @HeaderParam("Content-Length") String contentLength,
            @HeaderParam("Accept") String accept,
            InputStream body);

    @GET
    RestResponse<InputStream> get(
            @Url URI url,
            @HeaderParam("Authorization") @Nullable String authorization,
            @HeaderParam("api-key") @Nullable String apiKey,
            @HeaderParam("x-key") @Nullable String xKey,
            @HeaderParam("Accept") String accept);

    /** One try of a paid call whose answer is the result. */
    @Timeout
    @Retry(maxRetries = -1, maxDuration = 0, delay = 0, jitter = 0, retryOn = Resend.class)
    @BeforeRetry(AwaitResend.class)
    default Answer generate(UpstreamCall<Answer> call, PaidPost post, KeyHeaders key) throws IOException {
        try (InputStream body = post.open()) {
            return call.attempt(() -> send(post, key, null, body));
        }
    }

    /** One try of a paid call whose answer names a task. */
    @Timeout
    @Retry(maxRetries = -1, maxDuration = 0, delay = 0, jitter = 0, retryOn = Resend.class)
    @BeforeRetry(AwaitResend.class)
    default TaskReply submit(
            UpstreamCall<TaskReply> call, PaidPost post, KeyHeaders key, @Nullable String dashScopeAsync)
            throws IOException {
        try (InputStream body = post.open()) {
            return call.attempt(() -> send(post, key, dashScopeAsync, body));
        }
    }

    /** One question for a result. Free. */
    @Timeout
    @Retry(maxRetries = -1, maxDuration = 0, delay = 0, jitter = 0, retryOn = Resend.class)
    @BeforeRetry(AwaitResend.class)
    default TaskReply poll(UpstreamCall<TaskReply> call, URI url, KeyHeaders key) {
        return call.attempt(() -> get(url, key.authorization(), key.apiKey(), key.xKey(), ACCEPT));
    }

    /** One try of a free question about the account or its models. */
    @Retry(maxRetries = -1, maxDuration = 0, delay = 0, jitter = 0, retryOn = Resend.class)
    @BeforeRetry(AwaitResend.class)
    default JsonNode json(UpstreamCall<JsonNode> call, URI url, KeyHeaders key) {
        return call.attempt(() -> get(url, key.authorization(), key.apiKey(), key.xKey(), JSON));
    }

    /** Calls a task off. Free. */
    @Retry(maxRetries = -1, maxDuration = 0, delay = 0, jitter = 0, retryOn = Resend.class)
    @BeforeRetry(AwaitResend.class)
    default JsonNode cancel(UpstreamCall<JsonNode> call, URI url, KeyHeaders key) {
        return call.attempt(() -> send(
                url,
                key.authorization(),
                key.apiKey(),
                key.xKey(),
                null,
                JSON,
                "0",
                JSON,
                InputStream.nullInputStream()));
    }

    private RestResponse<InputStream> send(
            PaidPost post, KeyHeaders key, @Nullable String dashScopeAsync, InputStream body) {
        return send(
                post.url(),
                key.authorization(),
                key.apiKey(),
                key.xKey(),
                dashScopeAsync,
                post.contentType(),
                post.length(),
                ACCEPT,
                body);
    }
}
