package studio.upstream.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as people and relays write them, and as a browser would ask for them. */
class WebAddressTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "https://h.org/图片/😀.png?q=猫 => /%E5%9B%BE%E7%89%87/%F0%9F%98%80.png?q=%E7%8C%AB",
                "https://h.org/a|b{c}^d/`e`.png?sig=a%2Bb%3D&x=[1]<\"> => /a%7Cb%7Bc%7D%5Ed/%60e%60.png?sig=a%2Bb%3D&x=%5B1%5D%3C%22%3E",
                "https://h.org/a b.png?x=100%&y=%zz&z=%41 => /a%20b.png?x=100%25&y=%25zz&z=%41",
                "https://h.org/a%2fb%2F..%2f.png => /a%2fb%2F..%2f.png",
                "https://h.org/only(1)/b'c!*;,@:.png => /only(1)/b'c!*;,@:.png",
                "https://h.org => /",
                "https://h.org?x=/../ => /?x=/../",
                "https://h.org/a/./b/../c//d/.. => /a/c//",
                "https://h.org/../%2E%2e/x.png#top => /x.png",
                "https://h.org\\a\\b.png?c\\d => /a/b.png?c%5Cd"
            })
    void whatAnAddressMayNotHoldIsEncodedAndTheRestStays(String given, String target) throws Exception {
        assertThat(WebAddress.of(given, null).target()).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource({
        "/x.png, https://relay.org:8443/x.png",
        "x.png, https://relay.org:8443/api/x.png",
        "./x.png?y=1, https://relay.org:8443/api/x.png?y=1",
        "../../x.png, https://relay.org:8443/x.png",
        "//cdn.org/x.png, https://cdn.org/x.png",
        "http://CDN.org:80/x.png, http://cdn.org/x.png",
        "HTTPS://cdn.org./x.png, https://cdn.org/x.png",
        "https:/cdn.org/x.png, https://cdn.org/x.png",
        "http://[::1]:9/x, http://[::1]:9/x",
        "https://图片.example/x, https://xn--wcsw84d.example/x"
    })
    void addressesAreResolvedAsABrowserWould(String given, String expected) throws Exception {
        WebAddress endpoint = WebAddress.of("https://relay.org:8443/api/v1?key=x", null);
        assertThat(WebAddress.of(given, endpoint)).isEqualTo(WebAddress.of(expected, null));
    }

    @Test
    void blanksAroundAnAddressAreNotPartOfIt() throws Exception {
        assertThat(WebAddress.of(" \u00a0\uFEFFhttps://h.org/a\n.png\u3000\n", null))
                .isEqualTo(WebAddress.of("https://h.org/a.png", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sandbox:/mnt/data/a.png",
                "attachment://a.png",
                "file:///etc/passwd",
                "data:image/png;base64,AAAA",
                "https://",
                "https:///",
                "https://user@h.org/x",
                "https://h.org:99999/x",
                "https://h.org:0/x",
                "https://h.org:8a/x",
                "https://h%2eorg/x",
                "https://a b.org/x",
                "https://[::1/x",
                "x.png"
            })
    void whatIsNoAddressIsRefused(String given) {
        assertThatThrownBy(() -> WebAddress.of(given, null)).isInstanceOf(WebAddress.RefusedException.class);
    }
}
