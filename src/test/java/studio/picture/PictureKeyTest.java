package studio.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.picture.PictureKey.Kind;

class PictureKeyTest {
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
                "..%2fsecret.txt",
                "a\0b",
                "a\nb",
                "\ud800"
            })
    void noNameLeadsOutOfTheStore(String name) {
        for (Kind kind : Kind.values()) {
            assertThat(PictureKey.of(kind, name)).isEmpty();
        }
        assertThat(PictureKey.usable(name)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> PictureKey.original(name));
    }

    @Test
    void aNameIsAtMostAsLongAsAFileSystemTakes() {
        assertThat(PictureKey.of(Kind.ORIGINAL, "画".repeat(100))).isEmpty();
        assertThat(PictureKey.of(Kind.ORIGINAL, "a".repeat(255))).isPresent();
        assertThat(PictureKey.usable("a".repeat(255)))
                .as("its thumbnail's name is longer")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"我的图片 (1).PNG", "a..b.png", "a%20b.png", "it's.jpg"})
    void oddButHarmlessNamesAreKept(String name) {
        assertThat(PictureKey.of(Kind.ORIGINAL, name)).contains(PictureKey.original(name));
        assertThat(PictureKey.usable(name)).isTrue();
    }

    @Test
    void allFilesOfAPictureLeadBackToItsOriginal() {
        assertThat(PictureKey.all("a.png", "a.png"))
                .containsExactly(
                        PictureKey.original("a.png"), PictureKey.thumbnail("a.png"), PictureKey.preview("a.png"))
                .allSatisfy(key -> assertThat(key.fileName()).isEqualTo("a.png"));
        assertThat(PictureKey.all("a.png", null)).hasSize(2);
        assertThat(PictureKey.thumbnail("a.png").name()).isEqualTo("thumb-a.png");
        assertThat(PictureKey.original("thumb-a.png").fileName()).isEqualTo("thumb-a.png");
    }
}
