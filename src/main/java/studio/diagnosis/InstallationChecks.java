package studio.diagnosis;

import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import studio.apiconfig.ApiConfig;
import studio.apiconfig.ApiConfigs;
import studio.apiconfig.CheckApiConfig;
import studio.imaging.Thumbnailer;
import studio.imaging.decode.DecoderInfo;
import studio.problem.Language;
import studio.settings.FolderSettings;
import studio.storage.EarlierData;
import studio.storage.SqliteDatabase;

/** The checks of the doctor page that do not depend on who asks. */
@Singleton
class InstallationChecks {
    private static final int MAX_UPSTREAMS = 20;

    private final List<Check> checks;
    private final ApiConfigs configs;
    private final CheckApiConfig test;

    InstallationChecks(
            FolderSettings folders,
            SqliteDatabase database,
            EarlierData earlier,
            Thumbnailer thumbnailer,
            ApiConfigs configs,
            CheckApiConfig test) {
        DiskChecks disk = new DiskChecks(folders);
        this.checks = List.of(
                Check.of("disk_space", disk::space),
                Check.of("inodes", disk::files),
                Check.of("permissions", disk::permissions),
                new DatabaseCheck(folders.database(), database::describe),
                Check.of("import", () -> imported(earlier.reports(folders.data()))),
                Check.of("image_library", () -> imageLibrary(thumbnailer.library())));
        this.configs = configs;
        this.test = test;
    }

    List<Check> all() {
        return checks;
    }

    /** The free test call of each API config, of the first {@value #MAX_UPSTREAMS}. */
    List<Check> upstreams(Language language) {
        return configs.all().stream()
                .limit(MAX_UPSTREAMS)
                .map(config -> Check.of("upstream:" + config.id(), () -> tried(config, language)))
                .toList();
    }

    private Finding tried(ApiConfig config, Language language) {
        CheckApiConfig.Result result = test.check(config.id(), language);
        return result.ok()
                ? Finding.ok("diagnosis.labelled", config.label(), result.sentence())
                : Finding.fail("diagnosis.labelled", config.label(), result.sentence());
    }

    /** Whether all of the earlier server's files has been imported; a copy that was kept is named until it is removed. */
    private static Finding imported(List<EarlierData.Report> reports) {
        for (EarlierData.Report report : reports) {
            if (report.failed()) {
                return Finding.fail("diagnosis.import_failed", report.fileName(), report.message());
            }
        }
        for (EarlierData.Report report : reports) {
            Path kept = report.kept();
            if (kept != null && Files.exists(kept)) {
                return Finding.warn("diagnosis.import_partial", report.fileName(), report.message(), kept);
            }
        }
        return Finding.ok("diagnosis.import_complete");
    }

    private static Finding imageLibrary(DecoderInfo library) {
        String name = library.version() == null ? library.name() : library.name() + " " + library.version();
        return ProgramChecks.imageLibrary(library, name);
    }
}
