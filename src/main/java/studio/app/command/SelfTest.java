package studio.app.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import studio.diagnosis.Check;
import studio.diagnosis.DatabaseCheck;
import studio.diagnosis.DiskChecks;
import studio.diagnosis.Finding;
import studio.diagnosis.ProgramChecks;
import studio.imaging.ImageSettings;
import studio.imaging.PictureTools;
import studio.imaging.decode.DecoderInfo;
import studio.settings.FolderSettings;
import studio.storage.DatabaseFile;

/** {@code image-studio --self-test [--json]}: makes the checks that need no server, one line each. */
final class SelfTest {

    private record Outcome(String name, boolean ok, String detail) {}

    private final Terminal terminal;
    private final List<Check> checks;

    SelfTest(Terminal terminal, FolderSettings folders, ImageSettings images) {
        this.terminal = terminal;
        this.checks = List.of(
                Check.of("disk", new DiskChecks(folders)::writing),
                new DatabaseCheck(folders.database(), () -> "schema " + DatabaseFile.SCHEMA),
                Check.of("search", ProgramChecks::search),
                Check.of("config", () -> ProgramChecks.config(folders.configFile())),
                Check.of("pictures", () -> pictures(images)),
                Check.of("resources", ProgramChecks::resources));
    }

    int run(List<String> words) throws Arguments.MisusedException {
        boolean asJson = Arguments.of(words, false, "--json").has("--json");
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("ok", true);
        for (Check check : checks) {
            Outcome outcome = outcome(check);
            if (!outcome.ok()) {
                json.put("ok", false);
            }
            json.withArray("checks")
                    .addObject()
                    .put("name", outcome.name())
                    .put("ok", outcome.ok())
                    .put("detail", outcome.detail());
            if (!asJson) {
                terminal.out()
                        .printf("%-6s %-10s %s%n", outcome.ok() ? "ok" : "FAILED", outcome.name(), outcome.detail());
            }
        }
        if (asJson) {
            terminal.out().println(json);
        }
        return json.path("ok").asBoolean() ? Commands.OK : Commands.FAILED;
    }

    /** What only warns a running server is a failure here. */
    private Outcome outcome(Check check) {
        try {
            Finding finding = check.examine();
            return new Outcome(
                    check.id(),
                    finding.state() == Finding.State.OK,
                    finding.message().in(terminal.language()));
        } catch (Throwable e) {
            // A native executable tells missing libraries by errors.
            String text = e.getMessage() == null ? e.toString() : e.getMessage();
            return new Outcome(check.id(), false, text.replaceAll("\\s*\\R\\s*", " "));
        }
    }

    private static Finding pictures(ImageSettings settings) {
        DecoderInfo found = PictureTools.find(settings.vipsLibrary().orElse(null));
        return ProgramChecks.imageLibrary(found, found.description());
    }
}
