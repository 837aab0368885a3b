package studio.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import studio.problem.Language;
import studio.problem.Message;

/**
 * The initial configuration: a generated password and secret, or references to
 * {@code STUDIO_PASSWORD} and {@code STUDIO_JWT_SECRET} where the environment has them, as it does in a container.
 */
final class FirstConfig {
    static final String PASSWORD = "STUDIO_PASSWORD";
    static final String JWT_SECRET = "STUDIO_JWT_SECRET";

    private static final String PRACTICE_ID = "sandbox";

    /** Without characters that are taken for each other: 31 of them, so 20 make 99 bits. */
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final int GROUPS = 4;
    private static final int GROUP_LENGTH = 5;
    private static final int SECRET_BYTES = 32;
    private static final String LINE = "=".repeat(72);

    private final String password;
    private final String secret;
    private final ObjectNode tree;

    /** @param practice whether the practice upstream is the first API config */
    FirstConfig(int port, boolean practice, SecretReferences references) {
        SecureRandom random = new SecureRandom();
        password = references.toEnvironment(PASSWORD).orElseGet(() -> password(random));
        secret = references.toEnvironment(JWT_SECRET).orElseGet(() -> secret(random));
        tree = JsonNodeFactory.instance.objectNode();
        tree.putObject("auth")
                .put("password", password)
                .put("passwordHash", "")
                .put("jwtSecret", secret)
                .put("tokenExpiresIn", "12h");
        tree.putArray(ConfigEntries.API_CONFIGS);
        tree.put(ConfigEntries.DEFAULT.getFirst(), "");
        tree.putArray(ConfigEntries.TEMPLATES);
        if (practice) {
            addPractice(tree, port);
        }
    }

    /** The password that was made; empty when the environment has it. */
    Optional<String> madePassword() {
        return Optional.of(password).filter(text -> !SecretReferences.isReference(text));
    }

    String password() {
        return password;
    }

    String secret() {
        return secret;
    }

    /** What is shown once: the password that was made, and where the document is kept. */
    Optional<String> announcement(String place) {
        Path shown = Path.of(place).toAbsolutePath().normalize();
        return madePassword()
                .map(made -> Message.of("config.welcome", LINE, made, shown).in(Language.ENGLISH));
    }

    ObjectNode tree() {
        return tree;
    }

    /** Makes the practice upstream the only API config of the document. */
    static void addPractice(ObjectNode tree, int port) {
        ArrayNode upstreams = tree.putArray(ConfigEntries.API_CONFIGS);
        upstreams
                .addObject()
                .put("id", PRACTICE_ID)
                .put("label", inBoth("config.practice_label"))
                .put("endpoint", "http://127.0.0.1:" + port + "/sandbox/v1")
                .put("model", "sandbox-painter")
                .put("description", inBoth("config.practice_description"))
                .put("apiKey", SandboxKey.REFERENCE);
        ConfigEntries.makeDefault(tree, PRACTICE_ID);
    }

    /** No language has been chosen yet. */
    private static String inBoth(String key) {
        Message message = Message.of(key);
        return message.in(Language.CHINESE) + " / " + message.in(Language.ENGLISH);
    }

    private static String password(SecureRandom random) {
        return IntStream.range(0, GROUPS * GROUP_LENGTH)
                .mapToObj(i -> (i > 0 && i % GROUP_LENGTH == 0 ? "-" : "")
                        + ALPHABET.charAt(random.nextInt(ALPHABET.length())))
                .collect(Collectors.joining());
    }

    private static String secret(SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }
}
