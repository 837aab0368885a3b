package studio.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import studio.testing.Client;

/**
 * The packaged server as people run it: a process of its own on folders of its own, which a test may start, end and kill as
 * often as it likes. Folders and console stay under {@code target/proof} so that a failed run can be looked at.
 */
final class PackagedServer implements AutoCloseable {
    static final String PASSWORD = "correct-horse-proof";

    private static final Path JAR =
            Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();
    /** The native executable, when that was built; empty: the jar on this JVM. */
    private static final String EXECUTABLE = System.getProperty("studio.executable", "");

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Path root;
    private final int port;
    private Path jar = JAR;
    private final List<String> flags = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private Process process;
    private Client client;

    /** @param upstream base URL of the config {@code double}, the standard one */
    PackagedServer(String name, String upstream) throws IOException {
        Path base = Files.createDirectories(Path.of("target", "proof").toAbsolutePath());
        root = Files.createTempDirectory(base, name + "-");
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Files.createDirectories(configFile().getParent());
        Files.writeString(configFile(), """
                {
                  "auth": {"password": "%s", "jwtSecret": "w4Yt9KqLz2NvX8sDf6HgJb3McRe7PuA1-proof", "tokenExpiresIn": "12h"},
                  "apiConfigs": [
                    {"id": "double", "label": "Double", "endpoint": "%s", "model": "painter", "apiKey": "key-of-the-double"},
                    {"id": "sandbox", "label": "Practice", "endpoint": "http://127.0.0.1:51130/sandbox/v1",
                     "model": "sandbox-painter", "apiKey": "sandbox:"}
                  ],
                  "defaultApiConfigId": "double",
                  "templates": []
                }
                """.formatted(PASSWORD, upstream));
        with("PORT", Integer.toString(port));
        with("STUDIO_CONFIG_FILE", configFile().toString());
        with("STUDIO_DATA_DIR", data().toString());
        with("STUDIO_GALLERY_DIR", gallery().toString());
    }

    PackagedServer with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    PackagedServer flag(String... jvm) {
        flags.addAll(List.of(jvm));
        return this;
    }

    /** Another build, from the next start on: the folder {@code quarkus-app}; null: the current one again. */
    PackagedServer from(@Nullable Path build) {
        jar = build == null ? JAR : build.resolve(JAR.getFileName()).toAbsolutePath();
        return this;
    }

    Path root() {
        return root;
    }

    Path configFile() {
        return root.resolve("config/app.config.json");
    }

    Path data() {
        return root.resolve("data");
    }

    Path gallery() {
        return root.resolve("gallery");
    }

    Path console() {
        return root.resolve("console.log");
    }

    long pid() {
        return process.pid();
    }

    int port() {
        return port;
    }

    String base() {
        return "http://127.0.0.1:" + port;
    }

    /** Starts the process and waits until it is ready; returns how long that took. */
    Duration start() throws IOException, InterruptedException {
        return start(PASSWORD);
    }

    Duration start(String password) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command())
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(console().toFile()));
        builder.environment().putAll(environment);
        long begin = System.nanoTime();
        process = builder.start();
        awaitReady();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        client = new Client(base(), password);
        return took;
    }

    /** What a command of the program said, and its exit code. */
    record Ran(int exit, String said) {}

    /** Runs a command of the program on this server's folders, beside the server when that runs. */
    Ran run(String... arguments) throws IOException, InterruptedException {
        List<String> command = command();
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process program = builder.start();
        program.getOutputStream().close();
        try {
            String said = new String(program.getInputStream().readNBytes(1 << 20), StandardCharsets.UTF_8);
            if (!program.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(String.join(" ", arguments) + " does not end: " + said);
            }
            return new Ran(program.exitValue(), said);
        } finally {
            program.destroyForcibly();
        }
    }

    private List<String> command() throws IOException {
        Path program = EXECUTABLE.isBlank() ? jar : Path.of(EXECUTABLE);
        if (!Files.exists(program)) {
            throw new IOException("There is no packaged server at " + program + "; run ./mvnw package first");
        }
        List<String> command = new ArrayList<>();
        if (EXECUTABLE.isBlank()) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(flags);
            command.addAll(List.of(
                    "--enable-native-access=ALL-UNNAMED", "-XX:+ExitOnOutOfMemoryError", "-jar", program.toString()));
        } else {
            command.add(program.toString());
            // Of the JVM's flags those about the heap mean the same there.
            flags.stream().filter(flag -> flag.startsWith("-Xm")).forEach(command::add);
        }
        return command;
    }

    private void awaitReady() throws IOException, InterruptedException {
        HttpRequest ready = HttpRequest.newBuilder(URI.create(base() + "/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (System.nanoTime() < limit) {
                try {
                    if (http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException notYet) {
                    // The port is not open yet; whether it ever will be is seen below.
                }
                if (!process.isAlive()) {
                    throw new IOException("The server ended with " + process.exitValue() + ": " + lastWords());
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        throw new IOException("The server is not ready after " + START_LIMIT + " (what its threads do: " + threads()
                + "): " + lastWords());
    }

    /** The file with a dump of the server's threads, of a JVM. */
    private Path threads() throws IOException, InterruptedException {
        Path dump = root().resolve("threads.txt");
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        new ProcessBuilder(jcmd, Long.toString(pid()), "Thread.print")
                .redirectErrorStream(true)
                .redirectOutput(dump.toFile())
                .start()
                .waitFor(20, TimeUnit.SECONDS);
        return dump;
    }

    private String lastWords() throws IOException {
        String said = Files.readString(console());
        return said.substring(Math.max(0, said.length() - 3000));
    }

    /** A client that is signed in since the last start. */
    Client client() {
        return client;
    }

    /** Hands a task in and waits for its end. */
    JsonNode end(String prompt) throws Exception {
        return client.end(client.create("{\"prompt\":\"" + prompt + "\"}"));
    }

    /** SIGKILL: the process gets no chance to do anything. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        client.close();
    }

    /** SIGSTOP and SIGCONT: a process that is not dead, and looks as if it were. */
    void freeze(boolean frozen) throws IOException, InterruptedException {
        new ProcessBuilder("kill", frozen ? "-STOP" : "-CONT", Long.toString(pid()))
                .start()
                .waitFor();
    }

    /** SIGTERM, as a service manager does; returns at once. */
    void terminate() {
        process.destroy();
    }

    /** @return whether the process was gone in time */
    boolean awaitExit(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A value of {@code /proc/<pid>/status} in megabytes, for example {@code VmRSS}. */
    long megabytes(String field) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status"))) {
            if (line.startsWith(field + ":")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
            }
        }
        throw new IOException("no " + field);
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null && process.isAlive()) {
            kill();
        }
    }
}
