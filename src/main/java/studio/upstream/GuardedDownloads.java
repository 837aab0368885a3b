package studio.upstream;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import studio.settings.Settings;

/**
 * Downloads over a client of its own: no key, no cookies, the checked address and no other, every redirect checked again.
 * A GET is free and the picture is paid for, so passing faults are tried again until the deadline.
 */
@Singleton
class GuardedDownloads implements ResultDownloads {
    private static final long MAX_BYTES = 200L << 20;
    private static final int MAX_REDIRECTS = 3;
    private static final int TRIES = 4;

    /** A picture that does not come in this time is tried again rather than awaited. */
    private static final Duration ONE_TRY = Duration.ofSeconds(60);

    /** Somebody waits for the answer to their request meanwhile. */
    private static final Duration REFERENCE = Duration.ofSeconds(30);

    private final HttpClient client;
    private final Duration pause;
    private final long maxBytes;

    @jakarta.inject.Inject
    GuardedDownloads(Vertx vertx, Settings settings) {
        this(vertx, settings.upstream().retryDelay(), MAX_BYTES, false);
    }

    GuardedDownloads(Vertx vertx, Duration pause, long maxBytes, boolean trustAll) {
        this.pause = pause;
        this.maxBytes = maxBytes;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setKeepAlive(false)
                .setMaxPoolSize(100)
                .setConnectTimeout(10_000)
                .setMaxChunkSize(64 * 1024)
                .setForceSni(true)
                .setTrustAll(trustAll)
                .setVerifyHost(!trustAll));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /** A fault that may pass: another GET may well succeed. */
    private static final class PassingException extends IOException {
        PassingException(String why, @Nullable Throwable cause) {
            super(why, cause);
        }
    }

    @Override
    public Answer.StoredPicture fetch(Answer.RemotePicture picture, Connection connection, Exchange exchange) {
        return fetch(picture.url(), connection.endpoint(), exchange);
    }

    @Override
    public Answer.StoredPicture fetchReference(URI url, Path folder) {
        return fetch(url, null, new FreeExchange(folder, REFERENCE));
    }

    private Answer.StoredPicture fetch(URI url, @Nullable URI endpoint, Exchange exchange) {
        for (int attempt = 1; ; attempt++) {
            refuseWhenCanceled(exchange, null);
            try {
                return follow(url, endpoint, exchange);
            } catch (DownloadTarget.RefusedException | PictureSink.TooLargeException never) {
                throw UpstreamErrors.download(String.valueOf(never.getMessage()), never);
            } catch (IOException passing) {
                refuseWhenCanceled(exchange, passing);
                Duration wait = pause.multipliedBy(1L << (attempt - 1));
                if (attempt >= TRIES || !exchange.deadline().isAfter(wait)) {
                    throw UpstreamErrors.download(String.valueOf(passing.getMessage()), passing);
                }
                await(wait, exchange);
            }
        }
    }

    private Answer.StoredPicture follow(URI start, @Nullable URI endpoint, Exchange exchange)
            throws IOException, DownloadTarget.RefusedException {
        URI url = start;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            AtomicReference<@Nullable HttpClientRequest> live = new AtomicReference<>();
            CompletableFuture<Opened> head = new CompletableFuture<>();
            exchange.onCancel(() -> {
                head.completeExceptionally(new IOException("canceled"));
                HttpClientRequest request = live.get();
                if (request != null) {
                    request.connection().close();
                }
            });
            try {
                DownloadTarget target = DownloadTarget.check(url, endpoint);
                Deadline limit = exchange.deadline().orIn(ONE_TRY);
                send(target, limit, head, live);
                Opened opened = await(head, limit);
                int status = opened.response().statusCode();
                String location = opened.response().getHeader("Location");
                if (status >= 301 && status <= 308 && status != 304 && location != null) {
                    url = resolve(url, location);
                    continue;
                }
                return store(opened, status, exchange);
            } finally {
                HttpClientRequest request = live.get();
                if (request != null) {
                    request.connection().close();
                }
                exchange.onCancel(() -> {});
            }
        }
        throw new DownloadTarget.RefusedException("more than " + MAX_REDIRECTS + " redirects");
    }

    private Answer.StoredPicture store(Opened opened, int status, Exchange exchange)
            throws IOException, DownloadTarget.RefusedException {
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            throw new PassingException("the download answered " + status, null);
        }
        if (status != 200) {
            throw new DownloadTarget.RefusedException("the download answered " + status);
        }
        String length = opened.response().getHeader("Content-Length");
        if (length != null && length.matches("\\d{1,18}") && Long.parseLong(length) > maxBytes) {
            throw new PictureSink.TooLargeException(maxBytes);
        }
        Answer.StoredPicture stored =
                new PictureSink(exchange.folder(), "download", maxBytes).store(new DecodedBody(opened.body()));
        if (stored.bytes() == 0) {
            throw new PassingException("the download was empty", null);
        }
        return stored;
    }

    private record Opened(HttpClientResponse response, BodyStream body) {}

    private void send(
            DownloadTarget target,
            Deadline limit,
            CompletableFuture<Opened> head,
            AtomicReference<@Nullable HttpClientRequest> live) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(
                        target.port(), target.address().getHostAddress()))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.tls())
                .setURI(target.requestTarget())
                .setFollowRedirects(false)
                .putHeader("Accept", "image/*,*/*;q=0.5")
                .putHeader("Accept-Encoding", "identity")
                .putHeader("User-Agent", "image-studio");
        client.request(options)
                .compose(request -> {
                    live.set(request);
                    if (head.isDone()) {
                        request.connection().close();
                    }
                    return request.send();
                })
                .onSuccess(response -> {
                    Context context = Objects.requireNonNull(Vertx.currentContext(), "on the event loop");
                    head.complete(
                            new Opened(response, new BodyStream(response, BodyStream.Early.NOTHING, context, limit)));
                })
                .onFailure(head::completeExceptionally);
    }

    private static Opened await(CompletableFuture<Opened> head, Deadline limit) throws IOException {
        try {
            long left = Math.max(1, limit.left().toMillis());
            return head.get(left, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a picture was downloaded");
        } catch (ExecutionException e) {
            throw new PassingException("the download broke off", e.getCause());
        } catch (TimeoutException e) {
            head.completeExceptionally(e);
            throw new PassingException("the download took too long", e);
        }
    }

    private static URI resolve(URI url, String location) throws DownloadTarget.RefusedException {
        try {
            return url.resolve(location.strip());
        } catch (IllegalArgumentException e) {
            throw new DownloadTarget.RefusedException("it redirects to something that is no address");
        }
    }

    private static void refuseWhenCanceled(Exchange exchange, @Nullable Throwable cause) {
        if (exchange.canceled() || Thread.currentThread().isInterrupted()) {
            // The picture was made, and the upstream has it on its bill.
            throw UpstreamErrors.canceled(true, cause);
        }
    }

    private static void await(Duration wait, Exchange exchange) {
        CountDownLatch canceled = new CountDownLatch(1);
        exchange.onCancel(canceled::countDown);
        try {
            if (canceled.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                refuseWhenCanceled(exchange, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
