package studio.config;

import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.HexFormat;
import studio.log.Redaction;

/**
 * The key of the practice upstream: random, new at each start, never stored. An API config whose {@code apiKey} is the
 * reference {@value #REFERENCE} gets it, and its endpoint's authority is this very server, whatever port it listens on.
 */
@Singleton
public class SandboxKey {
    /** The key reference that stands for this key in {@code app.config.json}. */
    public static final String REFERENCE = "sandbox:";

    private final String value;

    public SandboxKey() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        value = "sandbox-" + HexFormat.of().formatHex(bytes);
        Redaction.register(value);
    }

    public String value() {
        return value;
    }
}
