import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server process with folders of its own; knows what it costs from /proc. */
final class StudioServer implements Closeable {
    static final String PASSWORD = "bench-only-password";

    /** Of the practice upstream of another server; for that one to take, and for measured ones to send. */
    private static final String UPSTREAM_KEY = "bench-only-upstream-key-2f6a90c4";

    private static final Pattern TOKEN = Pattern.compile("\"token\"\\s*:\\s*\"([^\"]+)\"");

    /** The server's own ids, and those of {@link Seed}. */
    private static final Pattern ENTRY = Pattern.compile("\"id\"\\s*:\\s*\"([0-9a-f-]{36}|bench-[0-9]+)\"");

    final Path folder;
    final int port;
    final double startMillis;
    final double startCpuMillis;
    final String token;
    private final Process process;

    private StudioServer(
            Path folder, int port, double startMillis, double startCpuMillis, String token, Process process) {
        this.folder = folder;
        this.port = port;
        this.startMillis = startMillis;
        this.startCpuMillis = startCpuMillis;
        this.token = token;
        this.process = process;
    }

    /**
     * A server of the newest build whose practice upstream others may call. It draws a picture once and sends the same words the
     * same picture afterwards, so that a measured server waits for little but its own work.
     */
    static StudioServer upstream() throws IOException, InterruptedException {
        return start(0, true, List.of("-Dpractice.key=" + UPSTREAM_KEY), System.getProperty("bench.upstream"));
    }

    /** With the ahead-of-time cache when there is one, and nothing to call. */
    static StudioServer start() throws IOException, InterruptedException {
        return start(0, true, List.of());
    }

    /**
     * Starts and waits until the readiness check answers.
     *
     * @param upstreamPort of the server whose practice upstream is called; 0 for none
     * @param cache whether the ahead-of-time cache is used
     */
    static StudioServer start(int upstreamPort, boolean cache, List<String> extra)
            throws IOException, InterruptedException {
        return start(upstreamPort, cache, extra, System.getProperty("bench.app"));
    }

    private static StudioServer start(int upstreamPort, boolean cache, List<String> extra, String app)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("studio-bench-");
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path config = Files.createDirectories(folder.resolve("config")).resolve("app.config.json");
        Files.writeString(config, """
                {"auth":{"password":"%s","jwtSecret":"bench-only-8d1f0c3b7a9e5246-0123456789","tokenExpiresIn":"12h"},
                 "apiConfigs":[{"id":"bench","label":"Bench","endpoint":"http://127.0.0.1:%d/sandbox/v1",
                   "model":"sandbox-painter","apiKey":"%s","protocol":"openai-chat"}],
                 "defaultConfigId":"bench","templates":[]}
                """.formatted(PASSWORD, upstreamPort == 0 ? 9 : upstreamPort, UPSTREAM_KEY));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        return start(folder, port, cache, extra, app);
    }

    private static StudioServer start(Path folder, int port, boolean cache, List<String> extra, String app)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command(cache, extra, Path.of(app)));
        builder.redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        builder.environment()
                .putAll(Map.of(
                        "PORT", Integer.toString(port),
                        "STUDIO_CONFIG_FILE",
                                folder.resolve("config/app.config.json").toString(),
                        "STUDIO_DATA_DIR", folder.resolve("data").toString(),
                        "STUDIO_GALLERY_DIR", folder.resolve("gallery").toString(),
                        "MAX_CONCURRENT_TASKS", "4",
                        "MAX_QUEUE_SIZE", "400"));
        long begin = System.nanoTime();
        Process process = builder.start();
        // A bench that is broken off leaves no server behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try {
            awaitReady(process, port, folder);
            double millis = (System.nanoTime() - begin) / 1e6;
            double cpu = cpuMillis(process);
            String body = Wire.call(port, "POST", "/api/login", "", "{\"password\":\"" + PASSWORD + "\"}")
                    .expect(200)
                    .body();
            Matcher matcher = TOKEN.matcher(body);
            if (!matcher.find()) {
                throw new IllegalStateException("No token in the answer to the sign-in");
            }
            return new StudioServer(folder, port, millis, cpu, matcher.group(1), process);
        } catch (IOException | RuntimeException | InterruptedException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static List<String> command(boolean cache, List<String> extra, Path app) {
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("bench.launch").strip().split("\\s+")));
        if (System.getProperty("bench.native", "").isEmpty()) {
            Path archive = app.resolve("app.aot");
            if (cache && Files.exists(archive)) {
                command.addAll(List.of("-XX:AOTCache=" + archive, "-Xlog:aot=off", "-Xlog:cds=off"));
            }
            command.addAll(extra);
            command.addAll(List.of("-jar", app.resolve("quarkus-run.jar").toString()));
        } else {
            command.addAll(extra);
        }
        return command;
    }

    private static void awaitReady(Process process, int port, Path folder) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < end) {
            if (!process.isAlive()) {
                throw new IllegalStateException("The server ended:\n" + Files.readString(folder.resolve("log")));
            }
            try {
                if (Wire.call(port, "GET", "/q/health/ready", "", "").status() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not listening yet.
            }
            Thread.sleep(2);
        }
        throw new IllegalStateException(
                "The server was not ready in a minute:\n" + Files.readString(folder.resolve("log")));
    }

    /** Milliseconds of processor time since the start. */
    double cpuMillis() throws IOException {
        return cpuMillis(process);
    }

    private static double cpuMillis(Process process) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10.0;
    }

    /** Resident megabytes: {@code VmRSS} for now, {@code VmHWM} for the most there was. */
    double megabytes(String line) throws IOException {
        return status(line) / 1024.0;
    }

    private long status(String line) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(l -> l.startsWith(line + ":"))
                .mapToLong(l -> Long.parseLong(l.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    /** Files, sockets and pipes. */
    int openFiles() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return (int) open.count();
        }
    }

    /** Of the operating system; virtual ones are none. */
    int threads() throws IOException {
        return (int) status("Threads");
    }

    /** Of the newest entries of the gallery, each in quotes. */
    Set<String> entryIds(int most) throws IOException {
        Set<String> ids = new HashSet<>();
        Matcher id = ENTRY.matcher(get("/api/gallery?limit=" + most).expect(200).body());
        while (id.find()) {
            ids.add('"' + id.group(1) + '"');
        }
        return ids;
    }

    Wire.Answer get(String path) throws IOException {
        return Wire.call(port, "GET", path, token, "");
    }

    Wire.Answer post(String path, String body) throws IOException {
        return Wire.call(port, "POST", path, token, body);
    }

    /** Started again on the same folders, after its end. */
    StudioServer again() throws IOException, InterruptedException {
        return start(folder, port, true, List.of(), System.getProperty("bench.app"));
    }

    /** As a service manager ends it; the folders stay. */
    void end() {
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        end();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
