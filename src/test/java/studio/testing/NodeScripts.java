package studio.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Runs programs for Node that we did not write, and small scripts around them, from {@code src/test/js}.
 */
public final class NodeScripts {
    private static final NodeProject SCRIPTS = new NodeProject(Path.of("src/test/js"));
    private static final ObjectMapper JSON = new ObjectMapper();

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
        List<String> lines = Files.readAllLines(SCRIPTS.run(command(script, arguments), environment, limit)).stream()
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
        return SCRIPTS.start(command(program, arguments), environment, ready, limit);
    }

    private static List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of("node", program));
        command.addAll(List.of(arguments));
        return command;
    }
}
