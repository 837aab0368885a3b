package studio.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.storage.RealDatabase;

class GalleryFolderTest {
    @TempDir
    Path root;

    private GalleryFolder folder;

    @BeforeEach
    void create() throws Exception {
        folder = new GalleryFolder(RealDatabase.folders(root));
        folder.create();
        Files.writeString(root.resolve("secret.txt"), "secret");
        Files.writeString(folder.incoming().resolve("half.png"), "half");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.txt",
                "..",
                ".",
                "",
                " ",
                "/etc/passwd",
                "a/../../secret.txt",
                "..\\secret.txt",
                ".incoming",
                ".incoming/half.png",
                "thumbnails",
                "..%2fsecret.txt",
                "a\0b",
                "a\nb",
                "\ud800"
            })
    void noNameLeadsOutOfTheFolder(String name) {
        for (GalleryFolder.Kind kind : GalleryFolder.Kind.values()) {
            assertThat(folder.find(kind, name)).isEmpty();
        }
    }

    @Test
    void aNameThatIsTooLongIsNoFile() {
        assertThat(folder.find(GalleryFolder.Kind.PICTURE, "画".repeat(100))).isEmpty();
    }

    @Test
    void aSymbolicLinkIsNoFile() throws Exception {
        Files.createSymbolicLink(folder.picture("link.png"), root.resolve("secret.txt"));
        assertThat(folder.find(GalleryFolder.Kind.PICTURE, "link.png")).isEmpty();
    }

    @Test
    void oddButHarmlessNamesAreKept() throws Exception {
        for (String name : new String[] {"我的图片 (1).PNG", "a..b.png", "a%20b.png", "it's.jpg"}) {
            Files.writeString(folder.picture(name), "x");
            assertThat(folder.find(GalleryFolder.Kind.PICTURE, name)).contains(folder.picture(name));
        }
    }
}
