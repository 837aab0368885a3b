package studio.upstream;

import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import studio.settings.TestSettings;
import studio.testing.UpstreamDouble;
import studio.upstream.transport.UpstreamCalls;
import studio.upstream.transport.UpstreamClient;

/** Where an adapter is tried: an upstream on a real socket, a folder for what it sends, and small pictures. */
public abstract class ProviderScene {
    public static final String KEY = "sk-test-0123456789abcdef";

    /** The head of a PNG and some pixels' worth of bytes: a picture as far as an adapter is concerned. */
    public static final byte[] PNG = png(1);

    @Inject
    protected Vertx vertx;

    @Inject
    @RestClient
    protected UpstreamClient client;

    @TempDir
    protected Path folder;

    protected final UpstreamDouble upstream = new UpstreamDouble();

    @AfterEach
    void stop() {
        upstream.close();
    }

    /** @param seed makes another picture */
    public static byte[] png(int seed) {
        return png(seed, 6_000);
    }

    public static byte[] png(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        byte[] magic = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13};
        System.arraycopy(magic, 0, bytes, 0, magic.length);
        return bytes;
    }

    public static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Calls that wait 10 ms before they are tried again. */
    public static UpstreamCalls calls(UpstreamClient client, Vertx vertx, int retries, boolean retryUnknown) {
        UpstreamSettings settings = TestSettings.of(
                UpstreamSettings.class,
                Map.of(
                        "UPSTREAM_TIMEOUT_MS",
                        "60000",
                        "UPSTREAM_RETRIES",
                        Integer.toString(retries),
                        "UPSTREAM_RETRY_DELAY_MS",
                        "10",
                        "UPSTREAM_RETRY_UNKNOWN",
                        Boolean.toString(retryUnknown)));
        return new UpstreamCalls(client, vertx, settings);
    }
}
