package studio.upstream.download;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import studio.upstream.Answer;
import studio.upstream.Connection;
import studio.upstream.Exchange;
import studio.upstream.ResultDownloads;
import studio.upstream.UpstreamSettings;

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
        return new PictureDownload(client, exchange, picture.guess(), pause, maxBytes)
                .fetch(picture.address(), connection.endpoint(), connection.apiKey());
    }

    @Override
    public Answer.StoredPicture fetchReference(String address, Path folder) {
        return new PictureDownload(client, Exchange.Free.in(folder, REFERENCE), false, pause, maxBytes)
                .fetch(address, null, "");
    }
}
