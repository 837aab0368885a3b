package studio.upstream.download;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import studio.upstream.PublicPosts;

/** Posts over a client of its own: no cookies, the checked address and no other, one connection a message. */
@Singleton
class GuardedPosts implements PublicPosts {
    private static final long LIMIT_MS = 10_000;

    private final HttpClient client;
    private final @Nullable WebAddress trusted;

    @Inject
    GuardedPosts(Vertx vertx) {
        this(vertx, null, false);
    }

    /** @param trusted an origin that may be private, as that of a test is */
    GuardedPosts(Vertx vertx, @Nullable WebAddress trusted, boolean trustAll) {
        this.trusted = trusted;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setKeepAlive(false)
                .setMaxPoolSize(20)
                .setConnectTimeout(5_000)
                .setForceSni(true)
                .setTrustAll(trustAll)
                .setVerifyHost(!trustAll));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    @Override
    public int post(String address, Map<String, String> headers, byte[] body) throws IOException {
        RequestOptions options = options(address);
        headers.forEach(options::putHeader);
        CompletableFuture<Integer> status = new CompletableFuture<>();
        client.request(options)
                .compose(request -> request.send(Buffer.buffer(body)).map(response -> {
                    // What else the server has to say is nothing that anybody would read.
                    response.request().connection().close();
                    return response.statusCode();
                }))
                .onSuccess(status::complete)
                .onFailure(status::completeExceptionally);
        try {
            return status.get(LIMIT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a message was sent");
        } catch (ExecutionException e) {
            throw new IOException("the connection broke off", e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer in time", e);
        }
    }

    private RequestOptions options(String address) throws IOException {
        try {
            WebAddress given = WebAddress.of(address, null);
            if (!given.tls()) {
                throw new WebAddress.RefusedException("only https addresses are sent to");
            }
            DownloadTarget target = DownloadTarget.check(given, trusted);
            if (target.moved()) {
                throw new WebAddress.RefusedException("the address leads into a private network");
            }
            WebAddress to = target.address();
            return new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setServer(SocketAddress.inetSocketAddress(
                            to.port(), target.ip().getHostAddress()))
                    .setHost(to.host())
                    .setPort(to.port())
                    .setSsl(true)
                    .setURI(to.target())
                    .setTimeout(LIMIT_MS)
                    .setFollowRedirects(false)
                    .putHeader("User-Agent", "image-studio");
        } catch (WebAddress.RefusedException e) {
            throw new RefusedException(String.valueOf(e.getMessage()), e);
        }
    }
}
