import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A measured process with folders of its own: a build of the studio, or the earlier server. */
final class Server implements Closeable {
    /** Whether it is the earlier server, which has the same addresses for tasks and the whole gallery. */
    static final boolean EARLIER = !System.getProperty("bench.earlier", "").isEmpty();

    private static final boolean NATIVE =
            !System.getProperty("bench.native", "").isEmpty();
    private static final Set<String> ENDED = Set.of("done", "failed", "canceled", "error");
    private static final Pattern TOKEN = field("token", "[^\"]+");
    private static final Pattern TASK = field("taskId", "[^\"]+");
    private static final Pattern STATUS = field("status", "[a-z]+");
    private static final Pattern THUMBNAIL = field("thumbnailPath", "[^\"]+");
    private static final Pattern PICTURE = field("imagePath", "[^\"]+");
    /** The server's own ids, and those of {@link Seed}. */
    private static final Pattern ENTRY = field("id", "[0-9a-f-]{36}|bench-[0-9]+");

    /** How long a start took until the page was served and until the server was ready, and its processor time. */
    record Start(double pageMillis, double readyMillis, double cpuMillis) {}

    final Home home;
    final int port;
    final Start start;
    final String token;
    final long pid;
    private final Process process;

    private Server(Home home, int port, List<String> flags) throws IOException, InterruptedException {
        this.home = home;
        this.port = port;
        ProcessBuilder builder = new ProcessBuilder(command(home, flags));
        builder.directory(home.server().toFile()).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(home.log().toFile()));
        builder.environment()
                .putAll(Map.of(
                        "PORT", Integer.toString(port),
                        "STUDIO_CONFIG_FILE", home.config().toString(),
                        "STUDIO_DATA_DIR", home.data().toString(),
                        "STUDIO_GALLERY_DIR", home.gallery().toString(),
                        "JAVA_OPTS", System.getProperty("bench.flags", "") + " " + String.join(" ", flags),
                        "MAX_CONCURRENT_TASKS", "4",
                        "MAX_QUEUE_SIZE", "400"));
        long begin = System.nanoTime();
        process = builder.start();
        pid = process.pid();
        // A bench that is broken off leaves no server behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try {
            double page = awaitAnswer(begin, "/webui/");
            double ready = EARLIER ? page : awaitAnswer(begin, "/q/health/ready");
            start = new Start(page, ready, Cost.of(pid).cpuMillis());
            token = first(TOKEN, Wire.call(port, "POST", "/api/login", "", "{\"password\":\"" + Home.PASSWORD + "\"}"));
        } catch (IOException | RuntimeException | InterruptedException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** With an empty gallery, and nothing to call. */
    static Server start() throws IOException, InterruptedException {
        return start(0, 0);
    }

    /**
     * Starts and waits until the readiness check answers and the gallery is there.
     *
     * @param upstreamPort where all API configs lead; 0 for nowhere
     * @param entries of the gallery, imported from a {@code gallery.json}
     * @param flags of the JVM, or of the native executable
     */
    static Server start(int upstreamPort, int entries, String... flags) throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Server server = new Server(Home.create(upstreamPort, entries), port, List.of(flags));
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (server.entries() < entries) {
            if (System.nanoTime() > end) {
                server.close();
                throw new IllegalStateException("The gallery was not imported in two minutes");
            }
            Thread.sleep(500);
        }
        return server;
    }

    private static List<String> command(Home home, List<String> flags) {
        if (EARLIER) {
            return List.of("node", home.server().resolve("index.js").toString());
        }
        List<String> command = new ArrayList<>(List.of(System.getProperty("bench.launch")));
        command.addAll(NATIVE ? flags : List.of());
        return command;
    }

    /** Any answer that is no failure counts: a build may lack the page. Returns the milliseconds since the begin. */
    private double awaitAnswer(long begin, String path) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (Wire.call(port, "GET", path, "", "").status() < 500) {
                    return (System.nanoTime() - begin) / 1e6;
                }
            } catch (IOException e) {
                // Not listening yet.
            }
            Thread.sleep(2);
        }
        throw new IllegalStateException("The server did not start:\n" + Files.readString(home.log()));
    }

    /** Hands in a task and returns its id. */
    String create(String config) throws IOException {
        String body = "{\"configId\":\"" + config + "\",\"prompt\":\"a lake at sunset\"}";
        return first(TASK, post("/api/generate/task", body).expect(202));
    }

    /** A picture, followed by its task's events until it is done; returns the milliseconds it took. */
    double task(Picture picture) throws IOException {
        long begin = System.nanoTime();
        try (Wire wire = Wire.open(port, events(create(picture.id())))) {
            while (true) {
                String line = wire.line().replace(" ", "");
                if (line.equals("event:done") || line.startsWith("data:") && line.contains("\"status\":\"done\"")) {
                    return (System.nanoTime() - begin) / 1e6;
                }
                if (Set.of("event:error", "event:canceled").contains(line)) {
                    throw new IllegalStateException("A task failed: " + wire.line());
                }
            }
        }
    }

    byte[] events(String task) {
        return Wire.request("GET", "/api/generate/task/" + task + "/events", token, "");
    }

    /** That many pictures, handed in at once; returns the seconds until the last is done. */
    double tasks(Picture picture, int count) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(create(picture.id()));
        }
        for (String id : ids) {
            awaitEnd(id);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Waits for the end of a task. Of the earlier server's tasks some fail when several run at once. */
    private void awaitEnd(String task) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (System.nanoTime() < end) {
            Wire.Message answer = get("/api/generate/task/" + task).expect(200);
            String status = first(STATUS, answer);
            if (ENDED.contains(status)) {
                if (!EARLIER && !status.equals("done")) {
                    throw new IllegalStateException("A task failed: " + answer.body());
                }
                return;
            }
            // Seldom, because the server's work for these questions counts too.
            Thread.sleep(25);
        }
        throw new IllegalStateException("A task did not end in three minutes");
    }

    /** How many pictures the gallery lists. */
    long entries() throws IOException {
        return PICTURE.matcher(get("/api/gallery").expect(200).body()).results().count();
    }

    /** The path of the newest thumbnail. */
    String thumbnail() throws IOException {
        return first(THUMBNAIL, get("/api/gallery?limit=1").expect(200));
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

    Wire.Message get(String path) throws IOException {
        return Wire.call(port, "GET", path, token, "");
    }

    Wire.Message post(String path, String body) throws IOException {
        return Wire.call(port, "POST", path, token, body);
    }

    private static Pattern field(String name, String value) {
        return Pattern.compile("\"" + name + "\"\\s*:\\s*\"(" + value + ")\"");
    }

    private static String first(Pattern field, Wire.Message answer) {
        Matcher matcher = field.matcher(answer.body());
        if (!matcher.find()) {
            throw new IllegalStateException("Not an answer with " + field + ": " + answer.body());
        }
        return matcher.group(1);
    }

    /** Started again on the same folders, after its end. */
    Server again() throws IOException, InterruptedException {
        return new Server(home, port, List.of());
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
        home.delete();
    }
}
