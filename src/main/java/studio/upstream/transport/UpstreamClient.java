package studio.upstream.transport;

import io.quarkus.rest.client.reactive.Url;
import io.smallrye.faulttolerance.api.BeforeRetry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;

/** The REST client of all upstreams: their protocols differ in address, headers and body, which are a call's own. */
@RegisterRestClient(configKey = "upstream")
@RegisterProvider(LiveCall.Capture.class)
public interface UpstreamClient {

    /** Sends what is in memory, from the event loop; a stream is read on another thread. */
    @POST
    RestResponse<InputStream> post(@Url URI url, @HeaderParam("Content-Type") String contentType, byte[] body);

    @POST
    RestResponse<InputStream> post(
            @Url URI url,
            @HeaderParam("Content-Type") String contentType,
            @HeaderParam("Content-Length") String contentLength,
            InputStream body);

    @GET
    RestResponse<InputStream> get(@Url URI url);

    /**
     * Makes one try, the body of the answer included. One that is {@code Resendable} is followed by another: how often is decided
     * by {@link RetryPolicy}, since the number and the hint count together; docs/adr/0040.
     */
    @Retry(maxRetries = -1, maxDuration = 0, delay = 0, jitter = 0, retryOn = RetryPolicy.Resendable.class)
    @BeforeRetry(RetryPolicy.Turn.class)
    default <T> T attempt(UpstreamCall<T> call) throws IOException {
        return call.attempt(this);
    }
}
