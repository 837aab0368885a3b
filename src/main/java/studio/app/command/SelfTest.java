package studio.app.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.imaging.ImageSettings;
import studio.settings.FolderSettings;

/** {@code image-studio --self-test [--json]}: tries what the server needs, one line a check; changes nothing. */
final class SelfTest {

    /** Tries one thing. */
    @FunctionalInterface
    interface Check {
        /** @return what was found, for people; what it throws says what is wrong */
        String run() throws Exception;
    }

    private record Named(String name, Check check) {}

    private record Outcome(String name, boolean ok, String detail) {}

    private final Terminal terminal;
    private final List<Named> checks;

    SelfTest(Terminal terminal, FolderSettings folders, ImageSettings images) {
        this.terminal = terminal;
        DiskChecks disk = new DiskChecks(folders);
        this.checks = List.of(
                new Named("disk", disk::folders),
                new Named("database", disk::database),
                new Named("search", ProgramChecks::search),
                new Named("config", () -> ProgramChecks.keys(folders.configFile())),
                new Named("pictures", () -> ProgramChecks.pictures(images)),
                new Named("resources", ProgramChecks::resources));
    }

    int run(List<String> words) throws UsageException {
        Arguments arguments = Arguments.of(words, false, "--json");
        List<Outcome> outcomes = new ArrayList<>();
        for (Named named : checks) {
            Outcome outcome = outcome(named);
            outcomes.add(outcome);
            if (!arguments.has("--json")) {
                terminal.out()
                        .printf("%-6s %-10s %s%n", outcome.ok() ? "ok" : "FAILED", outcome.name(), outcome.detail());
            }
        }
        boolean ok = outcomes.stream().allMatch(Outcome::ok);
        if (arguments.has("--json")) {
            terminal.out().println(json(ok, outcomes));
        }
        return ok ? Commands.OK : Commands.FAILED;
    }

    private static Outcome outcome(Named named) {
        try {
            return new Outcome(named.name(), true, named.check().run());
        } catch (Throwable e) {
            // A native executable tells missing libraries by errors.
            return new Outcome(named.name(), false, oneLine(e.getMessage() == null ? e.toString() : e.getMessage()));
        }
    }

    private static String json(boolean ok, List<Outcome> outcomes) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("ok", ok);
        for (Outcome outcome : outcomes) {
            json.withArray("checks")
                    .addObject()
                    .put("name", outcome.name())
                    .put("ok", outcome.ok())
                    .put("detail", outcome.detail());
        }
        return json.toString();
    }

    private static String oneLine(@Nullable String text) {
        return String.valueOf(text).replaceAll("\\s*\\R\\s*", " ");
    }
}
