package studio.doctor;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import studio.settings.FolderSettings;

/** Whether the server may write where it must, and nobody else on the machine may read keys and pictures. */
@Singleton
class PermissionsCheck implements Check {
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final FolderSettings folders;

    PermissionsCheck(FolderSettings folders) {
        this.folders = folders;
    }

    @Override
    public String id() {
        return "permissions";
    }

    @Override
    public Finding examine(Visit visit) {
        for (Path folder : List.of(folders.data(), folders.gallery())) {
            if (!Files.isWritable(folder)) {
                return Finding.fail(
                        "目录 " + shown(folder) + " 不可写，请把它的所有者改为运行本服务的用户",
                        "The folder " + shown(folder) + " cannot be written; give it to the user who runs the server");
            }
        }
        List<String> open = new ArrayList<>();
        for (Path path : List.of(folders.configFile(), folders.data(), folders.database(), folders.gallery())) {
            if (Files.exists(path) && seenByOthers(path)) {
                open.add(shown(path));
            }
        }
        if (!open.isEmpty()) {
            String paths = String.join(" ", open);
            return Finding.warn(
                    "本机其他用户可以读取 " + paths + "。如非有意共享，请运行 chmod go= " + paths,
                    "Other users of the machine can read " + paths + ". Unless that is meant, run chmod go= " + paths);
        }
        return Files.isWritable(folders.configFile())
                ? Finding.ok("目录可写，且仅所有者可读", "Folders can be written, and only their owner can read them")
                : Finding.warn(
                        shown(folders.configFile()) + " 不可写，页面上的设置无法保存",
                        shown(folders.configFile()) + " cannot be written, so folders made in the page are not kept");
    }

    private static boolean seenByOthers(Path path) {
        try {
            return Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains);
        } catch (UnsupportedOperationException e) {
            // A file system without owners.
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shown(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }
}
