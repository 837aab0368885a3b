package studio.testing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** A program beside the test, with its output in a file; closing it ends it and what it started. */
public final class RunningProgram implements AutoCloseable {
    private final Process process;
    private final Path output;
    private final String readyLine;

    private RunningProgram(Process process, Path output, String readyLine) {
        this.process = process;
        this.output = output;
        this.readyLine = readyLine;
    }

    static RunningProgram awaitReady(Process process, Path output, Pattern ready, Duration limit)
            throws IOException, InterruptedException {
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> copy(process, output, ready, line));
        try {
            return new RunningProgram(process, output, line.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            kill(process);
            throw new AssertionError("No line with " + ready + ":\n" + Files.readString(output), e);
        } catch (InterruptedException e) {
            kill(process);
            throw e;
        }
    }

    /** The line that said that it is ready; servers name their port there. */
    public String readyLine() {
        return readyLine;
    }

    /** Everything that it said until now, on both of its streams. */
    public String output() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() {
        kill(process);
    }

    static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void copy(Process process, Path output, Pattern ready, CompletableFuture<String> found) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter writer = Files.newBufferedWriter(output)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                writer.write(line);
                writer.newLine();
                writer.flush();
                if (ready.matcher(line).find()) {
                    found.complete(line);
                }
            }
            found.completeExceptionally(new IOException("It ended"));
        } catch (IOException e) {
            found.completeExceptionally(e);
        }
    }
}
