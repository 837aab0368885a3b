package studio.deploy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import studio.picture.bucket.S3Server;

/**
 * {@code make cluster}: PostgreSQL, an S3 server, instances and nginx as processes of this machine, for developers. Ends them in
 * the opposite order when it is ended. What they store stays in the folder for the next time.
 */
public final class LocalCluster implements AutoCloseable {
    private static final Path NGINX = Path.of("config/compose/nginx.conf");
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration DRAIN = Duration.ofSeconds(40);

    private final Path folder;
    private final int port;
    private final EmbeddedPostgres database;
    private final S3Server bucket;
    private final List<Process> instances = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final Map<String, String> settings = new HashMap<>();
    private Process nginx;
    private volatile boolean closing;

    /**
     * Starts PostgreSQL and the S3 server.
     *
     * @param port of nginx on the loopback
     */
    LocalCluster(Path folder, int port) throws IOException {
        this.folder = Files.createDirectories(folder).toAbsolutePath();
        this.port = port;
        this.database = EmbeddedPostgres.builder()
                .setDataDirectory(this.folder.resolve("postgres"))
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setLocaleConfig("locale", "C.UTF-8")
                .setLocaleConfig("encoding", "UTF-8")
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (Handle administrator = Jdbi.open(database.getPostgresDatabase())) {
            if (administrator
                    .select("SELECT 1 FROM pg_database WHERE datname = 'studio'")
                    .mapTo(Integer.class)
                    .findOne()
                    .isEmpty()) {
                administrator.execute("CREATE DATABASE studio");
            }
        }
        this.bucket = new S3Server(this.folder.resolve("s3"));
        settings.putAll(bucket.environment());
        settings.put("STUDIO_BIND_ADDRESS", "127.0.0.1");
        settings.put("STUDIO_DATABASE_URL", "postgresql://postgres:unused@127.0.0.1:" + database.getPort() + "/studio");
        settings.put("STUDIO_SANDBOX", "true");
        settings.put("TRUSTED_PROXIES", "127.0.0.1");
    }

    /** Sets a variable for the instances that are added from now on. */
    LocalCluster with(String variable, String value) {
        settings.put(variable, value);
        return this;
    }

    public static void main(String... arguments) throws Exception {
        int instances = Integer.parseInt(arguments[0]);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        LocalCluster cluster = new LocalCluster(
                Path.of("target/cluster"), Integer.parseInt(System.getenv().getOrDefault("PORT", "51130")));
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
        for (int i = 0; i < instances; i++) {
            // The first one makes the schema and, the first time, the configuration and its password.
            cluster.add(out);
        }
        cluster.serve();
        out.printf(
                "%nhttp://127.0.0.1:%d/webui/   instances on %s   PostgreSQL on %d, S3 on %s   Ctrl-C ends all%n",
                cluster.port, cluster.ports, cluster.database.getPort(), cluster.bucket.endpoint());
        for (Process process : cluster.instances) {
            process.waitFor();
        }
        if (!cluster.closing) {
            out.println("All instances have ended");
            System.exit(1);
        }
    }

    /** Starts one more instance, and waits until it is ready. */
    void add(PrintStream out) throws IOException, InterruptedException {
        int number = instances.size() + 1;
        int own = port + number;
        Path home = Files.createDirectories(folder.resolve("instance-" + number));
        Files.createDirectories(home.resolve("config"));
        ProcessBuilder builder = new ProcessBuilder("sh", "src/main/scripts/start.sh").redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.putAll(settings);
        environment.put("PORT", Integer.toString(own));
        environment.put(
                "STUDIO_CONFIG_FILE", home.resolve("config/app.config.json").toString());
        environment.put("STUDIO_DATA_DIR", home.resolve("data").toString());
        Process process = builder.start();
        instances.add(process);
        ports.add(own);
        Thread.ofVirtual().start(() -> {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    out.println("[" + number + "] " + line);
                }
            } catch (IOException e) {
                // Ended while it was read.
            }
        });
        awaitReady(process, own);
    }

    private static void awaitReady(Process process, int port) throws IOException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (status(port, "/q/health/ready") != HttpURLConnection.HTTP_OK) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("The process for port " + port + " did not become ready");
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
    }

    static int status(int port, String path) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
            connection.setConnectTimeout(2_000);
            connection.setReadTimeout(5_000);
            return connection.getResponseCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Puts nginx in front of the instances. */
    void serve() throws IOException, InterruptedException {
        nginx = new ProcessBuilder(program(), "-p", folder.toString(), "-e", "stderr", "-c", site().toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.log").toFile())
                .start();
        awaitReady(nginx, port);
    }

    private static String program() throws IOException, InterruptedException {
        Process finder = new ProcessBuilder("sh", "src/main/scripts/nginx.sh")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String found = new String(finder.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (finder.waitFor() != 0) {
            throw new IOException("There is no nginx");
        }
        return found;
    }

    /** The file that is in the repository, with other places. */
    private Path site() throws IOException {
        String servers = ports.stream()
                .map(instance -> "    server 127.0.0.1:" + instance + " max_fails=1 fail_timeout=3s;\n")
                .collect(Collectors.joining());
        String site = Files.readString(NGINX)
                .replaceAll("(?m)(^    server studio-\\d:.*\\R)+", servers)
                .replace("listen 8080;", "listen 127.0.0.1:" + port + ";");
        Path file = folder.resolve("nginx.conf");
        Files.writeString(file, """
                daemon off;
                master_process off;
                pid %1$s/nginx.pid;
                error_log stderr warn;
                events { worker_connections 1024; }
                http {
                    access_log off;
                    client_body_temp_path %1$s/nginx-body;
                    proxy_temp_path %1$s/nginx-proxy;
                    fastcgi_temp_path %1$s/nginx-fastcgi;
                    uwsgi_temp_path %1$s/nginx-uwsgi;
                    scgi_temp_path %1$s/nginx-scgi;
                %2$s
                }
                """.formatted(folder, site));
        return file;
    }

    int port() {
        return port;
    }

    /** Where the instances listen. */
    List<Integer> ports() {
        return List.copyOf(ports);
    }

    List<Process> instances() {
        return List.copyOf(instances);
    }

    /** A port with room for so many after it, none of which is in use now. */
    static int freePorts(int after) throws IOException {
        while (true) {
            int first;
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                first = socket.getLocalPort();
            }
            if (allFree(first, after)) {
                return first;
            }
        }
    }

    private static boolean allFree(int first, int after) {
        for (int port = first; port <= first + after; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                socket.getLocalPort();
            } catch (IOException | IllegalArgumentException e) {
                return false;
            }
        }
        return true;
    }

    /** Lets the instances end what they work on, then ends what they need. */
    @Override
    public void close() {
        closing = true;
        try {
            instances.forEach(Process::destroy);
            for (Process instance : instances) {
                if (!instance.waitFor(DRAIN.toSeconds(), TimeUnit.SECONDS)) {
                    instance.destroyForcibly();
                }
            }
            if (nginx != null) {
                nginx.destroy();
                nginx.waitFor(10, TimeUnit.SECONDS);
            }
            bucket.close();
            database.close();
        } catch (IOException | InterruptedException e) {
            System.err.println("Not everything was ended: " + e);
        }
    }
}
