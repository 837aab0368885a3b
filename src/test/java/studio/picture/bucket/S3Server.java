package studio.picture.bucket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real S3 server that checks signatures and keeps its objects as files: a process of its own, since its libraries would meet ours.
 * The build fetches it ({@code target/s3proxy.jar}). It can be stopped and started again at the same address.
 */
public final class S3Server implements AutoCloseable {
    public static final String ACCESS_KEY = "studio-of-the-tests";
    public static final String SECRET_KEY = "a-secret-that-appears-nowhere";
    public static final String BUCKET = "pictures";

    private static final Path PROGRAM = Path.of("target/s3proxy.jar");
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Path folder;
    private final int port;
    private @Nullable Process process;

    /** Starts one with an empty bucket. */
    public S3Server(Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        Files.createDirectories(folder.resolve("objects").resolve(BUCKET));
        start();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** The environment of a studio whose pictures are here. */
    public Map<String, String> environment() {
        return Map.of(
                "STUDIO_S3_BUCKET", BUCKET,
                "STUDIO_S3_ENDPOINT", endpoint(),
                "STUDIO_S3_ACCESS_KEY", ACCESS_KEY,
                "STUDIO_S3_SECRET_KEY", SECRET_KEY,
                "STUDIO_S3_PATH_STYLE", "true");
    }

    /** Where the objects lie as files, by their keys. */
    public Path objects() {
        return folder.resolve("objects").resolve(BUCKET);
    }

    public void start() throws IOException {
        start(false);
    }

    /** @param readOnly refuses every write */
    public void start(boolean readOnly) throws IOException {
        if (!Files.exists(PROGRAM)) {
            throw new IOException(PROGRAM.toAbsolutePath() + " is missing; ./mvnw generate-test-resources fetches it");
        }
        List<String> settings = new ArrayList<>(List.of(
                "s3proxy.endpoint=" + endpoint(),
                "s3proxy.authorization=aws-v2-or-v4",
                "s3proxy.identity=" + ACCESS_KEY,
                "s3proxy.credential=" + SECRET_KEY,
                "jclouds.provider=filesystem-nio2",
                "jclouds.filesystem.basedir=" + folder.resolve("objects"),
                "jclouds.identity=x",
                "jclouds.credential=x"));
        if (readOnly) {
            settings.add("s3proxy.read-only-blobstore=true");
        }
        Path file = Files.write(folder.resolve("s3.properties"), settings);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        process = new ProcessBuilder(
                        java,
                        "-Xmx160m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-jar",
                        PROGRAM.toString(),
                        "--properties",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("s3.log").toFile())
                .start();
        awaitStart(process);
    }

    /** It opens its port last. */
    private void awaitStart(Process started) throws IOException {
        long end = System.nanoTime() + START_NANOS;
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (!started.isAlive() || System.nanoTime() > end) {
                    throw new IOException(
                            "The S3 server did not start: " + Files.readString(folder.resolve("s3.log")), e);
                }
                waitBriefly(started);
            }
        }
    }

    private static void waitBriefly(Process started) {
        try {
            started.waitFor(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** At once, in the middle of whatever it does. */
    public void stop() {
        Process running = process;
        process = null;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    /** The keys of all objects. */
    public List<String> keys() throws IOException {
        try (Stream<Path> all = Files.walk(objects())) {
            return all.filter(Files::isRegularFile)
                    .map(file -> objects().relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
