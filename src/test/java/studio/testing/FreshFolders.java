package studio.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import studio.storage.RealPostgres;

/**
 * Gives a test run of the whole server folders, a port and an {@code app.config.json} of its own. The work password is
 * {@link #PASSWORD}; the only API config is the practice upstream, {@code sandbox}. With {@code -Dstudio.test.cluster=true} it is an
 * instance on a fresh database of a real PostgreSQL, its gallery folder shared.
 */
public class FreshFolders implements QuarkusTestResourceLifecycleManager {
    public static final String PASSWORD = "correct-horse-test";

    /** The system property that makes every server under test an instance on PostgreSQL ({@code make test-cluster}). */
    static final String CLUSTER = "studio.test.cluster";

    @Override
    public Map<String, String> start() {
        try {
            Path base = Path.of("target", "test-studio");
            Files.createDirectories(base);
            Path root = Files.createTempDirectory(base, "run-").toAbsolutePath();
            int port;
            try (ServerSocket socket = new ServerSocket(0)) {
                port = socket.getLocalPort();
            }
            Path config = root.resolve("config/app.config.json");
            Files.createDirectories(config.getParent());
            Files.writeString(config, """
                    {
                      "auth": {
                        "password": "%s",
                        "jwtSecret": "q7RkV2nXz0pLw8Yb4TgHs6JmCe1UfAd9-test",
                        "tokenExpiresIn": "12h"
                      },
                      "apiConfigs": [
                        {
                          "id": "sandbox",
                          "label": "Practice upstream",
                          "endpoint": "http://127.0.0.1:51130/sandbox/v1",
                          "model": "sandbox-painter",
                          "apiKey": "sandbox:"
                        }
                      ],
                      "defaultConfigId": "sandbox",
                      "templates": []
                    }
                    """.formatted(PASSWORD));
            Map<String, String> values = new HashMap<>();
            values.put("PORT", Integer.toString(port));
            values.put("STUDIO_CONFIG_FILE", config.toString());
            values.put("STUDIO_DATA_DIR", root.resolve("data").toString());
            values.put("STUDIO_GALLERY_DIR", root.resolve("gallery").toString());
            values.put("MAX_CONCURRENT_TASKS", "4");
            values.put("MAX_QUEUE_SIZE", "200");
            values.put("UPSTREAM_RETRY_DELAY_MS", "20");
            values.put("SSE_HEARTBEAT_MS", "1000");
            if (Boolean.getBoolean(CLUSTER)) {
                values.putAll(cluster());
            }
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, String> cluster() {
        return Map.of("STUDIO_DATABASE_URL", RealPostgres.freshUrl(), "STUDIO_GALLERY_SHARED", "true");
    }

    @Override
    public void stop() {
        // The folders stay under target/ so that a failed run can be looked at.
    }
}
