package studio.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest {
    @TempDir
    Path root;

    @Test
    void whatIsCreatedBelongsToItsOwnerAloneAndWhatExistsKeepsItsMode() throws Exception {
        Path folder = root.resolve("a/b");
        OwnerOnly.createFolder(folder);
        OwnerOnly.createFile(folder.resolve("c"));
        Files.createFile(folder.resolve("d"), PosixFilePermissions.asFileAttribute(OwnerOnly.FILE));
        Files.setPosixFilePermissions(folder.resolve("d"), PosixFilePermissions.fromString("rw-r--r--"));
        OwnerOnly.createFile(folder.resolve("d"));

        assertThat(mode(root.resolve("a"))).isEqualTo("rwx------");
        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(mode(folder.resolve("c"))).isEqualTo("rw-------");
        assertThat(Files.getPosixFilePermissions(folder.resolve("d"))).contains(PosixFilePermission.OTHERS_READ);
    }

    @Test
    void othersLoseTheirPermissions() throws Exception {
        Path folder = Files.createDirectory(root.resolve("open"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path file = Files.writeString(folder.resolve("file"), "text");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));

        OwnerOnly.restrict(folder);
        OwnerOnly.restrict(file);

        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(mode(file)).isEqualTo("rw-------");
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
