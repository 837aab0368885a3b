package studio.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactSizesTest {
    private static final ExactSizes GPT_IMAGE_2 =
            new ExactSizes(List.of(), true, 16, 3, 655_360, 8_294_400, 3840, true);

    @ParameterizedTest
    @CsvSource({
        "1000x1000, MULTIPLE, 1008x1008",
        "4096x2048, SIDE, 3840x1920",
        "3200x800, RATIO, 2784x928",
        "512x512, MIN_PIXELS, 816x816",
        "3200x3200, MAX_PIXELS, 2880x2880",
        "16x99999, MULTIPLE, 736x2208",
        "99999x1, MULTIPLE, 1440x480",
    })
    void aSizeThatBreaksARuleIsToldWhichAndWhatComesNearest(String asked, ExactSizes.Rule rule, String nearest) {
        PixelSize size = PixelSize.of(asked);
        assertThat(GPT_IMAGE_2.broken(size)).contains(rule);
        assertThat(GPT_IMAGE_2.nearest(size)).contains(PixelSize.of(nearest));
    }

    @ParameterizedTest
    @CsvSource({"1024x1024", "3840x2160", "2160x3840", "2304x768", "1536x864"})
    void aSizeWithinTheRulesIsTaken(String asked) {
        PixelSize size = PixelSize.of(asked);
        assertThat(GPT_IMAGE_2.broken(size)).isEmpty();
        assertThat(GPT_IMAGE_2.nearest(size)).contains(size);
    }

    @Test
    void withoutFreeSizesTheListCounts() {
        ExactSizes listed = new ExactSizes(
                List.of(new PixelSize(1024, 1024), new PixelSize(1536, 1024), new PixelSize(1024, 1536)),
                false,
                0,
                0,
                0,
                0,
                0,
                true);
        assertThat(listed.broken(new PixelSize(1536, 1024))).isEmpty();
        assertThat(listed.broken(new PixelSize(1920, 1080))).contains(ExactSizes.Rule.LISTED);
        assertThat(listed.nearest(new PixelSize(1920, 1080))).contains(new PixelSize(1536, 1024));
    }

    @Test
    void withoutRulesEverySizeIsTaken() {
        ExactSizes free = new ExactSizes(List.of(), true, 0, 0, 0, 0, 0, false);
        assertThat(free.broken(new PixelSize(1, 99_999))).isEmpty();
        assertThat(PixelSize.parse("0x5")).isEmpty();
        assertThat(PixelSize.parse("1024X1024")).isEmpty();
        assertThat(PixelSize.parse("100000x1")).isEmpty();
    }
}
