package studio.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A folder with a {@code package.json}, and programs run in it. Its packages are fetched as its lock file names them, once for
 * each state of that file. What a program says goes to files in {@code target/node-scripts}.
 */
public final class NodeProject {
    private static final Path INSTALLER = Path.of("src/main/scripts/npm-ci.sh").toAbsolutePath();
    private static final Path OUTPUT = Path.of("target/node-scripts").toAbsolutePath();
    private static final Duration INSTALLING = Duration.ofMinutes(5);
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final Path home;
    private boolean installed;

    /** @param home relative to the checkout */
    public NodeProject(Path home) {
        this.home = home.toAbsolutePath();
    }

    /**
     * Runs a command to its end.
     *
     * @param environment added to this process's own, for what must not be seen in a list of processes
     * @return the file with its standard output
     * @throws AssertionError with what it said, when it ends with an error or not in time
     */
    public Path run(List<String> command, Map<String, String> environment, Duration limit)
            throws IOException, InterruptedException {
        install();
        return finish(command, environment, limit);
    }

    /**
     * Starts a program that stays, for example a server, and waits until it is ready.
     *
     * @param ready found in the line that says so
     * @throws AssertionError with what it said, when that line does not come in time
     */
    RunningProgram start(List<String> command, Map<String, String> environment, Pattern ready, Duration limit)
            throws IOException, InterruptedException {
        install();
        Path said = output(command);
        Process process =
                builder(command, environment).redirectErrorStream(true).start();
        return RunningProgram.awaitReady(process, said, ready, limit);
    }

    private synchronized void install() throws IOException, InterruptedException {
        if (!installed) {
            finish(List.of("sh", INSTALLER.toString(), home.toString()), Map.of(), INSTALLING);
            installed = true;
        }
    }

    private Path finish(List<String> command, Map<String, String> environment, Duration limit)
            throws IOException, InterruptedException {
        Path said = output(command);
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

    private ProcessBuilder builder(List<String> command, Map<String, String> environment) throws IOException {
        List<String> whole = new ArrayList<>(command);
        whole.set(0, onPath(command.getFirst()).toString());
        ProcessBuilder builder = new ProcessBuilder(whole).directory(home.toFile());
        builder.environment().putAll(environment);
        return builder;
    }

    private static Path onPath(String program) {
        for (String folder : System.getenv("PATH").split(Pattern.quote(File.pathSeparator), -1)) {
            Path candidate = Path.of(folder, program);
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        throw new AssertionError("These tests need Node 20.19 or newer with npm, and " + program
                + " is not on the PATH (Debian: apt install nodejs npm)");
    }

    private static Path output(List<String> command) throws IOException {
        Files.createDirectories(OUTPUT);
        String name = String.join("-", command).replaceAll("[^A-Za-z0-9.-]+", "-");
        String start = ProcessHandle.current().pid() + "-" + RUNS.incrementAndGet() + "-";
        return OUTPUT.resolve(start + name.substring(0, Math.min(60, name.length())) + ".out");
    }
}
