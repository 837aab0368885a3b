package studio.diagnosis;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import studio.account.Credentials;
import studio.config.AppConfig;
import studio.config.PortableConfig;
import studio.imaging.decode.DecoderInfo;
import studio.picture.bucket.BucketSettings;
import studio.picture.bucket.ClientTrial;
import studio.picture.bucket.PictureStores;
import studio.settings.FolderSettings;
import studio.storage.DatabaseFile;
import studio.storage.DatabaseSettings;
import studio.storage.PostgresTrial;

/** What the program brings along, and whether it works on this machine. */
public final class ProgramChecks {
    private static final List<String> RESOURCES = List.of(
            "/META-INF/resources/webui/index.html",
            "/models.json",
            "/dialects.json",
            "/db/sqlite/V1__gallery.sql",
            "/db/postgresql/V21__studio.sql");

    private ProgramChecks() {}

    public static Finding search() throws IOException {
        return DatabaseFile.searchWorks()
                ? Finding.ok("diagnosis.search_works")
                : Finding.fail("diagnosis.search_broken");
    }

    /** What an instance on PostgreSQL needs; it signs in there if that is set. */
    public static Finding cluster(DatabaseSettings settings) throws IOException {
        if (!PostgresTrial.programComplete()) {
            return Finding.fail("diagnosis.program_incomplete", "PostgreSQL");
        }
        return settings.url()
                .map(address -> Finding.ok("diagnosis.program_database_reached", PostgresTrial.reach(address)))
                .orElseGet(() -> Finding.ok("diagnosis.program_database"));
    }

    /** What pictures in a bucket need; it tries the bucket if there is to be one. */
    public static Finding bucket(FolderSettings folders, BucketSettings settings) throws IOException {
        if (!ClientTrial.programComplete()) {
            return Finding.fail("diagnosis.program_incomplete", "S3");
        }
        return PictureStores.tried(folders, settings)
                .map(found ->
                        new Finding(found.works() ? Finding.State.OK : Finding.State.FAIL, found.sentence(), Map.of()))
                .orElseGet(() -> Finding.ok("diagnosis.program_s3"));
    }

    /** Reads the config as the start would, and tries to hash a password and to sign a session. */
    public static Finding config(PortableConfig document) {
        Optional<AppConfig> config = document.check();
        String fault = Credentials.fault(config.map(AppConfig::auth).orElse(null));
        if (fault != null) {
            return Finding.fail("text.verbatim", fault, fault);
        }
        return config.map(found -> Finding.ok(
                        "diagnosis.config_in_order",
                        document.place(),
                        found.upstreams().size()))
                .orElseGet(() -> Finding.ok("diagnosis.config_none", document.place()));
    }

    /** @param name with the version, and where it lies if that may be shown */
    public static Finding imageLibrary(DecoderInfo library, String name) {
        return library.available()
                ? Finding.ok("diagnosis.image_library", name)
                : Finding.warn("diagnosis.image_library_missing");
    }

    public static Finding resources() throws IOException {
        for (String name : RESOURCES) {
            try (InputStream in = ProgramChecks.class.getResourceAsStream(name)) {
                if (in == null || in.read() < 0) {
                    return Finding.fail("diagnosis.resource_missing", name);
                }
            }
        }
        return Finding.ok("diagnosis.resources_built_in");
    }
}
