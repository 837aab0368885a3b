package studio.push;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;

/**
 * The key pair by which push services recognize this server (VAPID, RFC 8292). Browsers subscribe with the public half, and only who
 * holds the private one can send to them.
 *
 * @param privateKey 32 bytes in base64url
 * @param publicKey 65 bytes in base64url
 */
record ServerKey(String privateKey, String publicKey) {
    /** RFC 8292 allows a day. */
    private static final Duration VALID = Duration.ofHours(12);

    private static final String HEADER =
            P256.base64("{\"typ\":\"JWT\",\"alg\":\"ES256\"}".getBytes(StandardCharsets.US_ASCII));

    static ServerKey generate() throws GeneralSecurityException {
        KeyPair pair = P256.generate();
        return new ServerKey(
                P256.base64(P256.bytes((ECPrivateKey) pair.getPrivate())),
                P256.base64(P256.bytes((ECPublicKey) pair.getPublic())));
    }

    /**
     * The header {@code Authorization} of a message.
     *
     * @param contact an address by which the operator of a push service could reach this server's
     */
    String authorization(URI endpoint, String contact, Instant now) throws GeneralSecurityException {
        String origin = "https://" + endpoint.getRawAuthority();
        String claims = "{\"aud\":\"%s\",\"exp\":%d,\"sub\":\"%s\"}"
                .formatted(origin, now.plus(VALID).getEpochSecond(), contact);
        String signed = HEADER + "." + P256.base64(claims.getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(P256.privateKey(P256.decoded(privateKey)));
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return "vapid t=" + signed + "." + P256.base64(signature.sign()) + ", k=" + publicKey;
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "ServerKey[" + publicKey + "]";
    }
}
