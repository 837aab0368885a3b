package studio.push;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** What a browser does with a message: the other side of RFC 8291, written on its own with the JDK's HKDF. */
final class ReadingBrowser {
    private final KeyPair keys;
    private final byte[] auth;

    ReadingBrowser(KeyPair keys, byte[] auth) {
        this.keys = keys;
        this.auth = auth.clone();
    }

    String secret() {
        return P256.base64(auth);
    }

    byte[] publicKey() {
        return P256.bytes((ECPublicKey) keys.getPublic());
    }

    byte[] read(byte[] sealed) throws GeneralSecurityException {
        ByteBuffer in = ByteBuffer.wrap(sealed);
        byte[] salt = take(in, 16);
        if (in.getInt() != 4096) {
            throw new GeneralSecurityException("the size of a record");
        }
        byte[] sender = take(in, in.get());
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(keys.getPrivate());
        agreement.doPhase(P256.publicKey(sender), true);
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        info.writeBytes("WebPush: info\0".getBytes(StandardCharsets.US_ASCII));
        info.writeBytes(publicKey());
        info.writeBytes(sender);
        byte[] input = derive(agreement.generateSecret(), auth, info.toByteArray(), 32);
        byte[] key = derive(input, salt, "Content-Encoding: aes128gcm\0".getBytes(StandardCharsets.US_ASCII), 16);
        byte[] nonce = derive(input, salt, "Content-Encoding: nonce\0".getBytes(StandardCharsets.US_ASCII), 12);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        byte[] padded = cipher.doFinal(take(in, in.remaining()));
        if (padded[padded.length - 1] != 2) {
            throw new GeneralSecurityException("the end of the last record");
        }
        return take(ByteBuffer.wrap(padded), padded.length - 1);
    }

    private static byte[] derive(byte[] input, byte[] salt, byte[] info, int length) throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveData(HKDFParameterSpec.ofExtract()
                        .addIKM(input)
                        .addSalt(salt)
                        .thenExpand(info, length));
    }

    private static byte[] take(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }
}
