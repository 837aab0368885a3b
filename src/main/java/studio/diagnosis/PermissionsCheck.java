package studio.diagnosis;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import studio.problem.Message;
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
                return Finding.fail(Message.of("diagnosis.folder_not_writable", shown(folder)));
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
            return Finding.warn(Message.of("diagnosis.folder_readable_by_others", paths));
        }
        return Files.isWritable(folders.configFile())
                ? Finding.ok(Message.of("diagnosis.folders_private"))
                : Finding.warn(Message.of("diagnosis.config_not_writable", shown(folders.configFile())));
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
