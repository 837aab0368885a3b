package studio.upstream.download;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import studio.upstream.Answer;
import studio.upstream.Connection;
import studio.upstream.Exchange;
import studio.upstream.ResultDownloads;
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamSettings;
import studio.upstream.failure.UpstreamErrors;

/** Downloads over a client of its own: no key, no cookies, the checked address and no other, every redirect checked again. */
@Singleton
class GuardedDownloads implements ResultDownloads {
    private static final long MAX_BYTES = 200L << 20;

    /** The user waits for the answer to their request meanwhile. */
    private static final Duration REFERENCE = Duration.ofSeconds(30);

    private final HttpClient client;
    private final Duration pause;
    private final long maxBytes;

    @Inject
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

    @Override
    public Answer.StoredPicture fetch(Answer.RemotePicture picture, Connection connection, Exchange exchange) {
        boolean guess = picture.guess();
        try {
            WebAddress endpoint = WebAddress.of(connection.endpoint());
            PictureDownload download = new PictureDownload(client, endpoint, exchange, guess, pause, maxBytes);
            try {
                WebAddress address = WebAddress.of(picture.address(), endpoint);
                try {
                    return download.from(address);
                } catch (RefusedException refused) {
                    // An address without a leading slash may also be meant to go on from the endpoint's path.
                    WebAddress below = WebAddress.of(picture.address(), endpoint.folder());
                    if (below.equals(address)) {
                        throw refused;
                    }
                    return download.from(below);
                }
            } catch (RefusedException | IOException e) {
                throw failed(picture.address(), e, download.moved(), connection.apiKey());
            }
        } catch (RefusedException e) {
            throw failed(picture.address(), e, false, connection.apiKey());
        }
    }

    @Override
    public Answer.StoredPicture fetchReference(String address, Path folder) {
        Exchange exchange = Exchange.Free.in(folder, REFERENCE);
        try {
            return new PictureDownload(client, null, exchange, false, pause, maxBytes)
                    .from(WebAddress.of(address, null));
        } catch (RefusedException | IOException e) {
            throw failed(address, e, false, "");
        }
    }

    private static UpstreamException failed(String address, Exception why, boolean moved, String apiKey) {
        String reason = why instanceof UnknownHostException
                ? "the name of the host is not known"
                : String.valueOf(why.getMessage());
        String help = moved ? "; its https address is needed, as it is known outside" : "";
        return UpstreamErrors.download(address, reason + help, moved, apiKey, why);
    }
}
