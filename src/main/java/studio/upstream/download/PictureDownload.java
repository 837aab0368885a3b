package studio.upstream.download;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import studio.upstream.Answer;
import studio.upstream.Deadline;
import studio.upstream.Exchange;
import studio.upstream.UpstreamException;
import studio.upstream.answer.DecodedBody;
import studio.upstream.answer.PictureSink;
import studio.upstream.download.WebAddress.RefusedException;
import studio.upstream.failure.UpstreamErrors;
import studio.upstream.transport.BodyStream;

/** The download of one picture. A GET is free and the picture is paid for: passing faults are tried again until the deadline. */
final class PictureDownload {
    private static final int MAX_REDIRECTS = 3;
    private static final int MAX_TRIES = 4;
    private static final int SNIFF = 64;

    /** A picture that does not come in this time is tried again rather than awaited. */
    private static final Duration ONE_TRY = Duration.ofSeconds(60);

    private static final Duration OF_A_GUESS = Duration.ofSeconds(20);

    private final HttpClient client;
    private final Exchange exchange;
    private final boolean guess;
    private final Duration pause;
    private final long maxBytes;
    private @Nullable WebAddress endpoint;

    /** Whether the picture was looked for at the endpoint, since only the upstream can reach the host of its address. */
    private boolean moved;

    private record Opened(HttpClientResponse response, BodyStream body) {}

    /** @param guess whether the address only may be a picture's; then one short try has to do */
    PictureDownload(HttpClient client, Exchange exchange, boolean guess, Duration pause, long maxBytes) {
        this.client = client;
        this.exchange = exchange;
        this.guess = guess;
        this.pause = pause;
        this.maxBytes = maxBytes;
    }

    /**
     * @param at the endpoint, where addresses of hosts that only the upstream can reach are looked for; null: nowhere
     * @throws UpstreamException {@code download_failed}
     */
    Answer.StoredPicture fetch(String address, @Nullable URI at, String apiKey) {
        try {
            endpoint = at == null ? null : WebAddress.of(at.toString(), null);
            WebAddress start = WebAddress.of(address, endpoint);
            try {
                return from(start);
            } catch (RefusedException refused) {
                // An address without a leading slash may also be meant to go on from the endpoint's path.
                WebAddress below = endpoint == null ? start : WebAddress.of(address, endpoint.folder());
                if (below.equals(start)) {
                    throw refused;
                }
                return from(below);
            }
        } catch (IOException e) {
            String reason = e instanceof UnknownHostException
                    ? "the name of the host is not known"
                    : String.valueOf(e.getMessage());
            String help = moved ? "; its https address is needed, as it is known outside" : "";
            throw UpstreamErrors.download(address, reason + help, moved, apiKey, e);
        }
    }

    private Answer.StoredPicture from(WebAddress address) throws IOException {
        for (int attempt = 1; ; attempt++) {
            exchange.refuseWhenCanceled(null);
            try {
                Answer.StoredPicture stored = follow(address);
                return guess || moved ? pictureOrNothing(stored) : stored;
            } catch (RefusedException refused) {
                throw refused;
            } catch (IOException passing) {
                exchange.refuseWhenCanceled(passing);
                Duration wait = pause.multipliedBy(1L << (attempt - 1));
                if (guess || attempt >= MAX_TRIES || !exchange.deadline().isAfter(wait)) {
                    throw passing;
                }
                exchange.pause(wait);
            }
        }
    }

    private Answer.StoredPicture follow(WebAddress start) throws IOException {
        WebAddress url = start;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            AtomicReference<@Nullable HttpClientRequest> live = new AtomicReference<>();
            CompletableFuture<Opened> head = new CompletableFuture<>();
            exchange.onCancel(() -> {
                head.completeExceptionally(new IOException("canceled"));
                close(live.get());
            });
            try {
                DownloadTarget target = DownloadTarget.check(url, endpoint);
                moved |= target.moved();
                Deadline limit = exchange.deadline().orIn(guess ? OF_A_GUESS : ONE_TRY);
                send(target, limit, head, live);
                Opened opened = await(head, limit);
                int status = opened.response().statusCode();
                String location = opened.response().getHeader("Location");
                if (status < 301 || status > 308 || status == 304 || location == null) {
                    return store(opened, status);
                }
                url = WebAddress.of(utf8(location), target.address());
            } finally {
                close(live.get());
                exchange.onCancel(() -> {});
            }
        }
        throw new RefusedException("more than " + MAX_REDIRECTS + " redirects");
    }

    private static void close(@Nullable HttpClientRequest request) {
        if (request != null) {
            request.connection().close();
        }
    }

    private void send(
            DownloadTarget target,
            Deadline limit,
            CompletableFuture<Opened> head,
            AtomicReference<@Nullable HttpClientRequest> live) {
        WebAddress address = target.address();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(
                        address.port(), target.ip().getHostAddress()))
                .setHost(address.host())
                .setPort(address.port())
                .setSsl(address.tls())
                .setURI(address.target())
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
                    // Within this step, on the loop: a listener added later could come after a short body has ended.
                    return request.send().map(response -> {
                        Context loop = Objects.requireNonNull(Vertx.currentContext(), "on the event loop");
                        return new Opened(response, new BodyStream(response, BodyStream.Early.NOTHING, loop, limit));
                    });
                })
                .onSuccess(head::complete)
                .onFailure(head::completeExceptionally);
    }

    private static Opened await(CompletableFuture<Opened> head, Deadline limit) throws IOException {
        try {
            return head.get(Math.max(1, limit.left().toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a picture was downloaded");
        } catch (ExecutionException e) {
            throw new IOException("the download broke off", e.getCause());
        } catch (TimeoutException e) {
            head.completeExceptionally(e);
            throw new IOException("the download took too long", e);
        }
    }

    private Answer.StoredPicture store(Opened opened, int status) throws IOException {
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            throw new IOException("the download answered " + status);
        }
        if (status != 200) {
            throw new RefusedException("the download answered " + status);
        }
        String length = opened.response().getHeader("Content-Length");
        try {
            if (length != null && length.matches("\\d{1,18}") && Long.parseLong(length) > maxBytes) {
                throw new PictureSink.TooLargeException(maxBytes);
            }
            Answer.StoredPicture stored =
                    PictureSink.store(new DecodedBody(opened.body()), exchange.folder(), "download", maxBytes);
            if (stored.bytes() == 0) {
                throw new IOException("the download was empty");
            }
            return stored;
        } catch (PictureSink.TooLargeException tooLarge) {
            throw new RefusedException(String.valueOf(tooLarge.getMessage()));
        }
    }

    /** Headers are decoded as Latin-1, where servers write them as UTF-8. */
    private static String utf8(String location) {
        byte[] bytes = location.getBytes(StandardCharsets.ISO_8859_1);
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') < 0 && location.chars().allMatch(c -> c < 256) ? text : location;
    }

    /** An address that only may be a picture's counts when its bytes are a picture's. */
    private static Answer.StoredPicture pictureOrNothing(Answer.StoredPicture stored) throws IOException {
        try (InputStream in = Files.newInputStream(stored.file())) {
            if (PictureSink.isPicture(in.readNBytes(SNIFF))) {
                return stored;
            }
        }
        Files.deleteIfExists(stored.file());
        throw new RefusedException("what came is no picture");
    }
}
