package studio.gallery.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import studio.gallery.OpenGallery;

class DownloadNameTest {
    private static final Instant TIME = Instant.parse("2026-11-23T19:15:00Z");

    @Test
    void theNameTellsTimeAndPrompt() {
        assertThat(name("A cat,  on/a roof?")).isEqualTo("20261123-191500 A cat on a roof.png");
        assertThat(name("屋顶上的一只猫")).isEqualTo("20261123-191500 屋顶上的一只猫.png");
        assertThat(name("../../etc/passwd")).isEqualTo("20261123-191500 etc passwd.png");
        assertThat(name("")).isEqualTo("20261123-191500.png");
        assertThat(name("长".repeat(5000))).hasSize("20261123-191500 .png".length() + 48);
    }

    @Test
    void theHeaderCarriesAnyScriptAndNoInjection() {
        assertThat(DownloadName.attachment("猫 \"x\"\r\nSet-Cookie: a.png"))
                .isEqualTo("attachment; filename=\"_ _x___Set-Cookie: a.png\"; "
                        + "filename*=UTF-8''%E7%8C%AB%20%22x%22%0D%0ASet-Cookie%3A%20a.png");
    }

    private static String name(String prompt) {
        return DownloadName.of(OpenGallery.entry("e", prompt, TIME), "png");
    }
}
