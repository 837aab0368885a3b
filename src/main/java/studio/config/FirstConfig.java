package studio.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a studio begins with when nobody has configured it: a password and a secret of its own. */
final class FirstConfig {
    private static final String PRACTICE_ID = "sandbox";

    /** Without characters that are taken for each other: 31 of them, so 20 make 99 bits. */
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final int GROUPS = 4;
    private static final int GROUP_LENGTH = 5;
    private static final int SECRET_BYTES = 32;

    private final String password;
    private final ObjectNode tree;

    /** @param practice whether the practice upstream is the first API config */
    FirstConfig(int port, boolean practice) {
        SecureRandom random = new SecureRandom();
        password = IntStream.range(0, GROUPS).mapToObj(group -> group(random)).collect(Collectors.joining("-"));
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        tree = JsonNodeFactory.instance.objectNode();
        tree.putObject("auth")
                .put("password", password)
                .put("passwordHash", "")
                .put("jwtSecret", Base64.getUrlEncoder().withoutPadding().encodeToString(secret))
                .put("tokenExpiresIn", "12h");
        tree.putArray("apiConfigs");
        tree.put(DefaultUpstream.FIELDS.getFirst(), "");
        tree.putArray("templates");
        if (practice) {
            addPractice(tree, port);
        }
    }

    String password() {
        return password;
    }

    ObjectNode tree() {
        return tree;
    }

    /** Makes the practice upstream the only API config of the document. */
    static void addPractice(ObjectNode tree, int port) {
        ArrayNode upstreams = tree.putArray("apiConfigs");
        upstreams
                .addObject()
                .put("id", PRACTICE_ID)
                .put("label", "练习上游 / Practice upstream")
                .put("endpoint", "http://127.0.0.1:" + port + "/sandbox/v1")
                .put("model", "sandbox-painter")
                .put("description", "不需要密钥，不需要联网，不产生费用 / No key, no internet, no costs")
                .put("apiKey", SandboxKey.REFERENCE);
        DefaultUpstream.write(tree, PRACTICE_ID);
    }

    private static String group(SecureRandom random) {
        StringBuilder group = new StringBuilder();
        for (int i = 0; i < GROUP_LENGTH; i++) {
            group.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return group.toString();
    }
}
