package studio.gallery.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureAnswerTest {
    private static final String TAG = "\"abc\"";

    @Test
    void withoutConditionsTheWholeFileIsSent() {
        PictureAnswer.Part answer = PictureAnswer.Part.to(1000, TAG, null, null, null);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.length()).isEqualTo(1000);
        assertThat(answer.headers()).containsEntry("ETag", TAG).containsEntry("Accept-Ranges", "bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"abc\"", "W/\"abc\"", "\"x\", \"abc\"", "*"})
    void whoHasTheFileAlreadyIsToldSo(String ifNoneMatch) {
        assertThat(PictureAnswer.Part.to(1000, TAG, ifNoneMatch, "bytes=0-1", null)
                        .status())
                .isEqualTo(304);
    }

    @Test
    void anotherVersionIsSentAnew() {
        assertThat(PictureAnswer.Part.to(1000, TAG, "\"old\"", null, null).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-99, 0, 100, bytes 0-99/1000",
        "bytes=900-, 900, 100, bytes 900-999/1000",
        "bytes=-10, 990, 10, bytes 990-999/1000",
        "bytes=-5000, 0, 1000, bytes 0-999/1000",
        "bytes=990-5000, 990, 10, bytes 990-999/1000",
        "bytes=0-0, 0, 1, bytes 0-0/1000"
    })
    void aRangeIsCutOut(String range, long offset, long length, String contentRange) {
        PictureAnswer.Part answer = PictureAnswer.Part.to(1000, TAG, null, range, null);
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.offset()).isEqualTo(offset);
        assertThat(answer.length()).isEqualTo(length);
        assertThat(answer.headers()).containsEntry("Content-Range", contentRange);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=1000-", "bytes=5000-6000", "bytes=-0"})
    void aRangeBehindTheEndIsRefused(String range) {
        PictureAnswer.Part answer = PictureAnswer.Part.to(1000, TAG, null, range, null);
        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.headers()).containsEntry("Content-Range", "bytes */1000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bytes=5-2", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6", "bytes=99999999999999999999-"
            })
    void whatIsNoSingleRangeGetsTheWholeFile(String range) {
        assertThat(PictureAnswer.Part.to(1000, TAG, null, range, null).status()).isEqualTo(200);
    }

    @Test
    void theRestOfAnotherVersionIsNotSent() {
        assertThat(PictureAnswer.Part.to(1000, TAG, null, "bytes=500-", "\"old\"")
                        .status())
                .isEqualTo(200);
        assertThat(PictureAnswer.Part.to(1000, TAG, null, "bytes=500-", TAG).status())
                .isEqualTo(206);
    }
}
