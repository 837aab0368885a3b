package studio.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The example of RFC 8291, appendix A, byte for byte; and what is no key. */
class PushEncryptionTest {
    private static final String BROWSER_KEY =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private static final String BROWSER_PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
    private static final String SERVER_KEY =
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
    private static final String SERVER_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";
    private static final String SALT = "DGv6ra1nlYgDCS1FRnbzlw";
    private static final byte[] MESSAGE =
            "When I grow up, I want to be a watermelon".getBytes(StandardCharsets.US_ASCII);
    private static final String SEALED = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIg"
            + "Dll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexS"
            + "gSxsj_Qulcy4a-fN";

    @Test
    void theExampleOfTheStandardIsReproduced() throws Exception {
        KeyPair own = new KeyPair(P256.publicKey(bytes(SERVER_KEY)), P256.privateKey(bytes(SERVER_PRIVATE)));
        byte[] sealed = PushEncryption.encrypt(MESSAGE, bytes(BROWSER_KEY), bytes(AUTH), own, bytes(SALT));
        assertThat(P256.base64(sealed)).isEqualTo(SEALED);
    }

    @Test
    void theBrowserOfTheStandardReadsWhatIsSentToIt() throws Exception {
        byte[] sealed = PushEncryption.encrypt(MESSAGE, bytes(BROWSER_KEY), bytes(AUTH));
        ReadingBrowser browser = new ReadingBrowser(
                new KeyPair(P256.publicKey(bytes(BROWSER_KEY)), P256.privateKey(bytes(BROWSER_PRIVATE))), bytes(AUTH));
        assertThat(browser.read(sealed)).isEqualTo(MESSAGE);
        assertThat(PushEncryption.encrypt(MESSAGE, bytes(BROWSER_KEY), bytes(AUTH)))
                .isNotEqualTo(sealed);
    }

    @Test
    void aPointBesideTheCurveIsNoKey() {
        byte[] beside = bytes(BROWSER_KEY);
        beside[64] ^= 1;
        assertThatThrownBy(() -> P256.publicKey(beside)).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> P256.publicKey(new byte[65])).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> P256.publicKey(new byte[0])).isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void keysAreWrittenInFullLength() throws Exception {
        for (int round = 0; round < 300; round++) {
            KeyPair pair = P256.generate();
            byte[] point = P256.bytes((ECPublicKey) pair.getPublic());
            byte[] scalar = P256.bytes((ECPrivateKey) pair.getPrivate());
            assertThat(P256.publicKey(point).getW()).isEqualTo(((ECPublicKey) pair.getPublic()).getW());
            assertThat(P256.privateKey(scalar).getS()).isEqualTo(((ECPrivateKey) pair.getPrivate()).getS());
        }
    }

    @Test
    void theServerKeyStaysSecretInItsText() throws Exception {
        ServerKey key = ServerKey.generate();
        assertThat(key.toString()).doesNotContain(key.privateKey());
        String header = key.authorization(
                URI.create("https://push.example.com:8443/a/b?c=d"), "https://studio.example.com", Instant.EPOCH);
        String claims = new String(bytes(header.split("\\.", -1)[1]), StandardCharsets.UTF_8);
        assertThat(claims)
                .isEqualTo("{\"aud\":\"https://push.example.com:8443\",\"exp\":43200,"
                        + "\"sub\":\"https://studio.example.com\"}");
    }

    private static byte[] bytes(String base64) {
        return Base64.getUrlDecoder().decode(base64);
    }
}
