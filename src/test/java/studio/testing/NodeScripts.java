package studio.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import studio.json.Sha256;

/**
 * Runs programs for Node that we did not write, and small scripts around them, from {@code src/test/js}. Its packages are
 * fetched as its lock file names them, once for each state of that file. What a program says goes to files in
 * {@code target/node-scripts}.
 */
public final class NodeScripts {
    private static final Path HOME = Path.of("src/test/js").toAbsolutePath();
    private static final Path OUTPUT = Path.of("target/node-scripts").toAbsolutePath();
    private static final Duration INSTALLING = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger RUNS = new AtomicInteger();

    private NodeScripts() {}

    /**
     * Runs a script to its end.
     *
     * @param script in {@code src/test/js}, for example {@code openai.mjs}
     * @param environment added to this process's own, for what must not be seen in a list of processes
     * @return the last line of its standard output, which is JSON
     * @throws AssertionError with what it said, when it ends with an error or not in time
     */
    public static JsonNode run(String script, Map<String, String> environment, Duration limit, String... arguments)
            throws IOException, InterruptedException {
        install();
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        Path said = finish(command, environment, limit);
        List<String> lines = Files.readAllLines(said).stream()
                .filter(line -> !line.isBlank())
                .toList();
        if (lines.isEmpty()) {
            throw new AssertionError(script + " printed nothing");
        }
        return JSON.readTree(lines.getLast());
    }

    /**
     * Starts a program that stays, for example a server, and waits until it is ready.
     *
     * @param program relative to {@code src/test/js}: a script, or a package's own as {@code node_modules/.bin/aimock}
     * @param ready found in the line that says so
     * @throws AssertionError with what it said, when that line does not come in time
     */
    public static RunningProgram start(
            String program, Map<String, String> environment, Pattern ready, Duration limit, String... arguments)
            throws IOException, InterruptedException {
        install();
        List<String> command = new ArrayList<>(List.of("node", program));
        command.addAll(List.of(arguments));
        Path said = output(program);
        Process process =
                builder(command, environment).redirectErrorStream(true).start();
        return RunningProgram.awaitReady(process, said, ready, limit);
    }

    private static synchronized void install() throws IOException, InterruptedException {
        Path mark = HOME.resolve("node_modules/.installed");
        MessageDigest lock = Sha256.start();
        lock.update(Files.readAllBytes(HOME.resolve("package-lock.json")));
        String wanted = Sha256.hex(lock);
        if (Files.exists(mark) && Files.readString(mark).equals(wanted)) {
            return;
        }
        // Scripts that packages bring to be run at installation do nothing that is needed here.
        finish(List.of("npm", "ci", "--ignore-scripts"), Map.of(), INSTALLING);
        Files.writeString(mark, wanted);
    }

    private static Path finish(List<String> command, Map<String, String> environment, Duration limit)
            throws IOException, InterruptedException {
        Path said = output(command.get(1));
        Path complained = said.resolveSibling(said.getFileName() + ".err");
        Process process = builder(command, environment)
                .redirectOutput(said.toFile())
                .redirectError(complained.toFile())
                .start();
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command)
                        + (ended ? " ended with " + process.exitValue() : " took longer than " + limit)
                        + ":\n" + Files.readString(said) + Files.readString(complained));
            }
            return said;
        } finally {
            RunningProgram.kill(process);
        }
    }

    private static ProcessBuilder builder(List<String> command, Map<String, String> environment) throws IOException {
        Path program = onPath(command.getFirst());
        List<String> whole = new ArrayList<>(command);
        whole.set(0, program.toString());
        ProcessBuilder builder = new ProcessBuilder(whole).directory(HOME.toFile());
        builder.environment().putAll(environment);
        return builder;
    }

    private static Path onPath(String program) {
        for (String folder : System.getenv("PATH").split(Pattern.quote(java.io.File.pathSeparator), -1)) {
            Path candidate = Path.of(folder, program);
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        throw new AssertionError("These tests need Node 20.19 or newer with npm, and " + program
                + " is not on the PATH (Debian: apt install nodejs npm)");
    }

    private static Path output(String program) throws IOException {
        Files.createDirectories(OUTPUT);
        String name = Path.of(program).getFileName().toString();
        return OUTPUT.resolve(ProcessHandle.current().pid() + "-" + RUNS.incrementAndGet() + "-" + name + ".out");
    }
}
