package studio.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
    @TempDir
    Path root;

    @Test
    void aFolderGoesWithAllThatIsInItAndNoLinkIsFollowed() throws Exception {
        Path elsewhere = Files.writeString(
                Files.createDirectory(root.resolve("elsewhere")).resolve("kept"), "text");
        Path folder = Files.createDirectories(root.resolve("folder/inner"));
        Files.writeString(folder.resolve("file"), "text");
        Files.createSymbolicLink(folder.resolve("link"), elsewhere.getParent());

        Folders.delete(root.resolve("folder"));
        Folders.delete(root.resolve("folder"));

        assertThat(root.resolve("folder")).doesNotExist();
        assertThat(elsewhere).hasContent("text");
    }

    @Test
    void anEmptiedFolderStays() throws Exception {
        Files.writeString(Files.createDirectories(root.resolve("folder/inner")).resolve("file"), "text");

        Folders.empty(root.resolve("folder"));

        assertThat(root.resolve("folder")).isEmptyDirectory();
    }
}
