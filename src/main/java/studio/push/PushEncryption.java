package studio.push;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts a message for one browser: RFC 8291, with the content coding aes128gcm of RFC 8188 in a single record. Nobody on the way
 * can read it, the push service neither.
 */
final class PushEncryption {
    /** What push services take at least (RFC 8030, 7.2), without what the encryption adds. */
    static final int MAX_BYTES = 3000;

    private static final int SALT_BYTES = 16;
    private static final int RECORD_BYTES = 4096;
    private static final int TAG_BITS = 128;
    /** Ends the last record. */
    private static final byte LAST = 2;

    private PushEncryption() {}

    /**
     * @param browserKey the browser's public key, 65 bytes
     * @param authSecret the browser's secret, 16 bytes
     */
    static byte[] encrypt(byte[] message, byte[] browserKey, byte[] authSecret) throws GeneralSecurityException {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return encrypt(message, browserKey, authSecret, P256.generate(), salt);
    }

    static byte[] encrypt(byte[] message, byte[] browserKey, byte[] authSecret, KeyPair own, byte[] salt)
            throws GeneralSecurityException {
        byte[] ownKey = P256.bytes((ECPublicKey) own.getPublic());
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(own.getPrivate());
        agreement.doPhase(P256.publicKey(browserKey), true);
        byte[] input = derive(
                hmac(authSecret, agreement.generateSecret()), concat(text("WebPush: info\0"), browserKey, ownKey));
        byte[] secret = hmac(salt, input);
        byte[] key = Arrays.copyOf(derive(secret, text("Content-Encoding: aes128gcm\0")), 16);
        byte[] nonce = Arrays.copyOf(derive(secret, text("Content-Encoding: nonce\0")), 12);

        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        byte[] sealed = cipher.doFinal(concat(message, new byte[] {LAST}));
        ByteBuffer head = ByteBuffer.allocate(SALT_BYTES + Integer.BYTES + 1)
                .put(salt)
                .putInt(RECORD_BYTES)
                .put((byte) ownKey.length);
        return concat(head.array(), ownKey, sealed);
    }

    /** The first 32 bytes of HKDF-Expand (RFC 5869) with SHA-256: its first block is all that is ever needed here. */
    private static byte[] derive(byte[] key, byte[] info) throws GeneralSecurityException {
        return hmac(key, concat(info, new byte[] {1}));
    }

    private static byte[] hmac(byte[] key, byte[] input) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(input);
    }

    private static byte[] text(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] concat(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
