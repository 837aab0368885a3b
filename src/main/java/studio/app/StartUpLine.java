package studio.app;

import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import studio.imaging.Thumbnailer;
import studio.settings.FolderSettings;
import studio.storage.Database;
import studio.web.BasePath;
import studio.web.server.HttpSettings;

/** Says in one line what was started and with what. */
@Singleton
class StartUpLine {
    private static final Logger LOG = Logger.getLogger(StartUpLine.class);

    /** The port is open by now. */
    void log(
            @ObservesAsync HttpServerStart started,
            @ConfigProperty(name = "quarkus.application.version") String version,
            FolderSettings folders,
            HttpSettings http,
            Thumbnailer pictures,
            Database database,
            BasePath base) {
        LOG.infof(
                "Image Studio %s listens on http://%s:%d%s · data %s · gallery %s · database %s · pictures %s",
                version,
                host(http.bindAddress()),
                http.port(),
                base.of("/webui/"),
                folders.data().toAbsolutePath().normalize(),
                folders.bucket()
                        .map(name -> "bucket " + name)
                        .orElseGet(() ->
                                folders.gallery().toAbsolutePath().normalize().toString()),
                database.describe(),
                pictures.library().description());
    }

    /** As it stands in an address that people open on this machine. */
    private static String host(String bound) {
        if (bound.equals("0.0.0.0") || bound.equals("::")) {
            return "localhost";
        }
        return bound.indexOf(':') < 0 ? bound : "[" + bound + "]";
    }
}
