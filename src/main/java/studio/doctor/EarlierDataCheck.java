package studio.doctor;

import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
                return Finding.fail(
                        report.fileName() + " 没有导入（" + report.zh() + "）。文件保持原样，图库目录的整理已暂停；请修复或移走它，然后重启服务",
                        report.fileName() + " was not imported (" + report.en()
                                + "). The file is left as it is, and the upkeep of the gallery folder waits; repair the file or move it away, then restart the server");
            }
        }
        for (EarlierData.Report report : reports) {
            if (report.kept() != null && Files.exists(report.kept())) {
                return Finding.warn(
                        report.fileName() + " 中没有导入的内容：" + report.zh() + "。原文件保存为 " + report.kept() + "，不再需要时可以删除",
                        "Not imported of " + report.fileName() + ": " + report.en() + ". The file is kept as "
                                + report.kept() + "; remove it when you no longer need it");
            }
        }
        return Finding.ok("旧数据没有遗留问题", "Nothing of an earlier installation is left to import");
    }
}
