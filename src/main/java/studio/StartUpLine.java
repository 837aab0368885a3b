package studio;

import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import studio.imaging.Thumbnailer;
import studio.settings.Settings;
import studio.storage.SqliteDatabase;

/** Says in one line what was started and with what. */
@Singleton
class StartUpLine {
    private static final Logger LOG = Logger.getLogger(StartUpLine.class);

    private final String version;
    private final Settings settings;
    private final Thumbnailer pictures;
    private final SqliteDatabase database;

    StartUpLine(
            @ConfigProperty(name = "quarkus.application.version") String version,
            Settings settings,
            Thumbnailer pictures,
            SqliteDatabase database) {
        this.version = version;
        this.settings = settings;
        this.pictures = pictures;
        this.database = database;
    }

    /** The port is open by now. */
    void say(@ObservesAsync HttpServerStart started) {
        Settings.Folders folders = settings.folders();
        LOG.infof(
                "Image Studio %s listens on http://localhost:%d/webui/ · data %s · gallery %s · database %s · pictures %s",
                version,
                settings.http().port(),
                folders.data().toAbsolutePath().normalize(),
                folders.gallery().toAbsolutePath().normalize(),
                database.describe(),
                pictures.describe());
    }
}
