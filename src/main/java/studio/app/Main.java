package studio.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import java.util.OptionalInt;
import studio.account.MetricsToken;
import studio.app.command.Commands;
import studio.diagnosis.HealthProbe;
import studio.gallery.GallerySettings;
import studio.imaging.ImageSettings;
import studio.log.LogSettings;
import studio.picture.bucket.BucketSettings;
import studio.settings.FolderSettings;
import studio.storage.DatabaseSettings;
import studio.task.TaskSettings;
import studio.upstream.UpstreamSettings;
import studio.usage.BudgetSettings;
import studio.web.server.HttpSettings;

/** Starts the process: runs a command without the server, or the server when there is no command. */
@QuarkusMain
public final class Main {
    /** Checked before Quarkus reads them, which would answer a wrong value with a stack trace. */
    static final List<Class<?>> SETTINGS = List.of(
            HttpSettings.class,
            FolderSettings.class,
            DatabaseSettings.class,
            UpstreamSettings.class,
            TaskSettings.class,
            ImageSettings.class,
            GallerySettings.class,
            BucketSettings.class,
            BudgetSettings.class,
            MetricsToken.Settings.class,
            LogSettings.class);

    private Main() {}

    public static void main(String... arguments) {
        withoutBrotli();
        if (arguments.length == 1 && arguments[0].equals(HealthProbe.OPTION)) {
            System.exit(HealthProbe.run(System.getenv("PORT"), System.getenv("STUDIO_BIND_ADDRESS")));
        }
        OptionalInt exit = Commands.run(SETTINGS, arguments);
        if (exit.isPresent()) {
            System.exit(exit.getAsInt());
        }
        Quarkus.run(arguments);
    }

    /**
     * Keeps Netty from loading brotli4j's library, which would be unpacked into the temporary folder at each start and left there by a
     * killed process. Nothing asks for Brotli: answers are asked for as they are, and pages go out as gzip.
     */
    static void withoutBrotli() {
        System.setProperty("brotli4j.library.path", "none");
    }
}
