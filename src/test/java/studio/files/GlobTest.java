package studio.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "gpt-image-2*, gpt-image-2, true",
        "gpt-image-2*, gpt-image-2-mini, true",
        "gpt-image-2*, gpt-image-1, false",
        "*.example.com, a.example.com, true",
        "*.example.com, a.example.org, false",
        "a*b*c, axxbxxc, true",
        "a*b*c, axxcxxb, false",
        "a.c, abc, false",
        "*, anything, true",
        "**, anything, true",
    })
    void aStarStandsForAnyText(String pattern, String text, boolean matches) {
        assertThat(new Glob(pattern).matches(text)).isEqualTo(matches);
    }
}
