package studio.upstream.download;

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
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import studio.upstream.Answer;
import studio.upstream.Connection;
import studio.upstream.Deadline;
import studio.upstream.Exchange;
import studio.upstream.ResultDownloads;
import studio.upstream.UpstreamSettings;
import studio.upstream.answer.DecodedBody;
import studio.upstream.answer.PictureSink;
import studio.upstream.answer.PictureSniff;
import studio.upstream.failure.UpstreamErrors;
import studio.upstream.transport.BodyStream;
import studio.upstream.transport.FreeExchange;

/**
 * Downloads over a client of its own: no key, no cookies, the checked address and no other, every redirect checked again.
 * A GET is free and the picture is paid for, so passing faults are tried again until the deadline.
 */
@Singleton
class GuardedDownloads implements ResultDownloads {
    private static final long MAX_BYTES = 200L << 20;
    private static final int MAX_REDIRECTS = 3;
    private static final int TRIES = 4;
    private static final int SNIFF = 64;

    /** A picture that does not come in this time is tried again rather than awaited. */
    private static final Duration ONE_TRY = Duration.ofSeconds(60);

    /** Somebody waits for the answer to their request meanwhile. */
    private static final Duration REFERENCE = Duration.ofSeconds(30);

    private final HttpClient client;
    private final Duration pause;
    private final long maxBytes;

    @jakarta.inject.Inject
    GuardedDownloads(Vertx vertx, UpstreamSettings settings) {
        this(vertx, settings.retryDelay(), MAX_BYTES, false);
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

    /**
     * Why a picture cannot be had.
     *
     * @see DownloadTarget#moved
     */
    static final class FailedException extends Exception {
        private final boolean passing;
        private final boolean moved;

        private FailedException(Exception why, boolean moved) {
            super(told(why) + (moved ? "; its https address is needed, as it is known outside" : ""), why);
            this.passing = why instanceof PassingException;
            this.moved = moved;
        }

        private static @Nullable String told(Exception why) {
            return why instanceof UnknownHostException ? "the name of the host is not known" : why.getMessage();
        }

        /** Whether it was looked for at the endpoint, since the host of its address can be reached by the upstream only. */
        boolean moved() {
            return moved;
        }
    }

    /** @param tries of a fault that may pass */
    private record Patience(int tries, Duration oneTry) {
        static final Patience OF_A_PICTURE = new Patience(TRIES, ONE_TRY);
        static final Patience OF_A_GUESS = new Patience(1, Duration.ofSeconds(20));
    }

    @Override
    public Answer.StoredPicture fetch(Answer.RemotePicture picture, Connection connection, Exchange exchange) {
        String key = connection.apiKey();
        try {
            WebAddress endpoint = WebAddress.of(connection.endpoint());
            WebAddress address = WebAddress.of(picture.address(), endpoint);
            try {
                return fetch(address, picture.guess(), endpoint, exchange);
            } catch (FailedException first) {
                // An address without a leading slash may also be meant to go on from the endpoint's path.
                WebAddress below = WebAddress.of(picture.address(), endpoint.folder());
                if (below.equals(address) || first.passing) {
                    throw first;
                }
                return fetch(below, picture.guess(), endpoint, exchange);
            }
        } catch (WebAddress.NoAddressException | FailedException e) {
            throw UpstreamErrors.download(
                    picture.address(), e, e instanceof FailedException failed && failed.moved(), key);
        }
    }

    @Override
    public Answer.StoredPicture fetchReference(String address, Path folder) {
        try {
            return fetch(WebAddress.of(address, null), false, null, new FreeExchange(folder, REFERENCE));
        } catch (WebAddress.NoAddressException | FailedException e) {
            throw UpstreamErrors.download(address, e, false, "");
        }
    }

    private Answer.StoredPicture fetch(
            WebAddress address, boolean guess, @Nullable WebAddress endpoint, Exchange exchange)
            throws FailedException {
        Patience patience = guess ? Patience.OF_A_GUESS : Patience.OF_A_PICTURE;
        AtomicBoolean moved = new AtomicBoolean();
        for (int attempt = 1; ; attempt++) {
            refuseWhenCanceled(exchange, null);
            try {
                Answer.StoredPicture stored = follow(address, endpoint, exchange, patience, moved);
                return guess || moved.get() ? pictureOrNothing(stored) : stored;
            } catch (DownloadTarget.RefusedException
                    | WebAddress.NoAddressException
                    | PictureSink.TooLargeException never) {
                throw new FailedException(never, moved.get());
            } catch (IOException passing) {
                refuseWhenCanceled(exchange, passing);
                Duration wait = pause.multipliedBy(1L << (attempt - 1));
                if (attempt >= patience.tries() || !exchange.deadline().isAfter(wait)) {
                    throw new FailedException(passing, moved.get());
                }
                await(wait, exchange);
            }
        }
    }

    private Answer.StoredPicture follow(
            WebAddress start, @Nullable WebAddress endpoint, Exchange exchange, Patience patience, AtomicBoolean moved)
            throws IOException, DownloadTarget.RefusedException, WebAddress.NoAddressException {
        WebAddress url = start;
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
                moved.compareAndSet(false, target.moved());
                Deadline limit = exchange.deadline().orIn(patience.oneTry());
                send(target, limit, head, live);
                Opened opened = await(head, limit);
                int status = opened.response().statusCode();
                String location = opened.response().getHeader("Location");
                if (status >= 301 && status <= 308 && status != 304 && location != null) {
                    url = WebAddress.of(latin(location), target.address());
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
                        target.address().port(), target.ip().getHostAddress()))
                .setHost(target.address().host())
                .setPort(target.address().port())
                .setSsl(target.address().tls())
                .setURI(target.address().target())
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

    /** Headers come as Latin-1, where servers write them as UTF-8. */
    private static String latin(String location) {
        byte[] bytes = location.getBytes(StandardCharsets.ISO_8859_1);
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') < 0 && location.chars().allMatch(c -> c < 256) ? text : location;
    }

    /** What was only supposed to be a picture's address counts when its bytes are a picture's. */
    private static Answer.StoredPicture pictureOrNothing(Answer.StoredPicture stored)
            throws IOException, DownloadTarget.RefusedException {
        try (InputStream in = Files.newInputStream(stored.file())) {
            if (PictureSniff.isPicture(in.readNBytes(SNIFF))) {
                return stored;
            }
        }
        Files.deleteIfExists(stored.file());
        throw new DownloadTarget.RefusedException("what came is no picture");
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
