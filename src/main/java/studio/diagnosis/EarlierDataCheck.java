package studio.diagnosis;

import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import studio.problem.Message;
import studio.settings.FolderSettings;
import studio.storage.EarlierData;

/** Whether all of the earlier server's files has been imported. A copy that was kept is remembered until somebody removes it. */
@Singleton
class EarlierDataCheck implements Check {
    private final EarlierData earlier;
    private final Path folder;

    EarlierDataCheck(EarlierData earlier, FolderSettings folders) {
        this.earlier = earlier;
        this.folder = folders.data();
    }

    @Override
    public String id() {
        return "import";
    }

    @Override
    public Finding examine(Visit visit) {
        List<EarlierData.Report> reports = earlier.reports(folder);
        for (EarlierData.Report report : reports) {
            if (report.failed()) {
                return Finding.fail(Message.of("diagnosis.import_failed", report.fileName(), report.message()));
            }
        }
        for (EarlierData.Report report : reports) {
            if (report.kept() != null && Files.exists(report.kept())) {
                return Finding.warn(
                        Message.of("diagnosis.import_partial", report.fileName(), report.message(), report.kept()));
            }
        }
        return Finding.ok(Message.of("diagnosis.import_complete"));
    }
}
