package studio.app.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import studio.config.PortableConfig;
import studio.diagnosis.Check;
import studio.diagnosis.DiskChecks;
import studio.diagnosis.Finding;
import studio.diagnosis.ProgramChecks;
import studio.imaging.ImageSettings;
import studio.imaging.PictureTools;
import studio.imaging.decode.DecoderInfo;
import studio.picture.bucket.BucketSettings;
import studio.settings.Environment;
import studio.settings.FolderSettings;
import studio.storage.DatabaseFile;
import studio.storage.DatabaseSettings;

/** {@code image-studio --self-test [--json]}: makes the checks that need no server, one line each. */
final class SelfTest {
    private final Commands commands;
    private final List<Check> checks;

    SelfTest(Commands commands, Environment environment) {
        FolderSettings folders = environment.get(FolderSettings.class);
        ImageSettings images = environment.get(ImageSettings.class);
        DatabaseSettings database = environment.get(DatabaseSettings.class);
        BucketSettings bucket = environment.get(BucketSettings.class);
        this.commands = commands;
        DiskChecks disk = new DiskChecks(folders);
        this.checks = List.of(
                new Check("disk", disk::writing),
                new Check("database", () -> disk.database(() -> "schema " + DatabaseFile.SCHEMA)),
                new Check("search", ProgramChecks::search),
                new Check("cluster", () -> ProgramChecks.cluster(database)),
                new Check("bucket", () -> ProgramChecks.bucket(folders, bucket)),
                new Check(
                        "config",
                        () -> ProgramChecks.config(PortableConfig.inUse(database.url(), folders.configFile()))),
                new Check("pictures", () -> pictures(images)),
                new Check("resources", ProgramChecks::resources));
    }

    int run(List<String> words) throws Commands.MisusedException {
        boolean asJson = Commands.Arguments.of(words, 0, "--json").options().contains("--json");
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("ok", true);
        for (Check check : checks) {
            boolean ok;
            String detail;
            try {
                Finding finding = check.examine().call();
                // What only warns a running server is a failure here.
                ok = finding.state() == Finding.State.OK;
                detail = finding.message().in(commands.language());
            } catch (Throwable e) {
                // A native executable reports missing libraries by errors.
                ok = false;
                detail = (e.getMessage() == null ? e.toString() : e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
            }
            json.put("ok", json.path("ok").asBoolean() && ok);
            json.withArray("checks")
                    .addObject()
                    .put("name", check.id())
                    .put("ok", ok)
                    .put("detail", detail);
            if (!asJson) {
                commands.out().printf("%-6s %-10s %s%n", ok ? "ok" : "FAILED", check.id(), detail);
            }
        }
        if (asJson) {
            commands.out().println(json);
        }
        return json.path("ok").asBoolean() ? Commands.OK : Commands.FAILED;
    }

    private static Finding pictures(ImageSettings settings) {
        DecoderInfo found = PictureTools.find(settings.vipsLibrary().orElse(null));
        return ProgramChecks.imageLibrary(found, found.description());
    }
}
