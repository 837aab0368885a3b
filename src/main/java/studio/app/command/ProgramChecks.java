package studio.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import studio.account.KeyMaterial;
import studio.config.AppConfig;
import studio.config.ConfigCheck;
import studio.imaging.ImageSettings;
import studio.imaging.PictureTools;
import studio.imaging.decode.DecoderInfo;
import studio.storage.DatabaseFile;

/** Tries what the program itself brings along. */
final class ProgramChecks {
    private static final List<String> RESOURCES = List.of(
            "/META-INF/resources/webui/index.html", "/models.json", "/dialects.json", "/db/migration/V1__gallery.sql");

    private ProgramChecks() {}

    static String search() throws IOException {
        if (!DatabaseFile.searchWorks()) {
            throw new IOException("the full-text search of SQLite does not find what it was given");
        }
        return "full-text search works";
    }

    static String keys(Path configFile) throws IOException {
        Optional<AppConfig> config = ConfigCheck.read(configFile);
        String fault = KeyMaterial.fault(config.map(AppConfig::auth).orElse(null));
        if (fault != null) {
            throw new IOException(fault);
        }
        return config.map(found -> "%s is in order, %d API configs; password and session keys work"
                        .formatted(configFile, found.upstreams().size()))
                .orElse("no " + configFile + " yet; the first start makes it");
    }

    static String pictures(ImageSettings settings) throws IOException {
        DecoderInfo found = PictureTools.find(settings.vipsLibrary().orElse(null));
        if (!found.available()) {
            throw new IOException("nothing here can shrink pictures: " + found.description());
        }
        return found.description();
    }

    static String resources() throws IOException {
        for (String name : RESOURCES) {
            try (InputStream in = ProgramChecks.class.getResourceAsStream(name)) {
                if (in == null || in.read() < 0) {
                    throw new IOException(name + " is missing in the program");
                }
            }
        }
        return "web page, models and migrations are built in";
    }
}
