package studio.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code app.config.json} on its way to another machine. What is secret may be left out, references such as
 * {@code env:NAME} excepted; it is empty then, so that whoever reads the file sees what is wanted.
 */
public final class PortableConfig {
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(key|secret|password|token|credential|authorization).*");
    private static final String LIFETIME = "tokenExpiresIn";
    private static final String ENDPOINT = "endpoint";
    private static final String API_KEY = "apiKey";

    private final OwnerOnlyFile file;
    private final ConfigJson json = new ConfigJson();

    public PortableConfig(Path file) {
        this.file = new OwnerOnlyFile(file);
    }

    /**
     * What a restored file became.
     *
     * @param withoutKey ids of the API configs whose key is missing
     * @param password one that was made because there was none; null otherwise
     */
    public record Completed(
            String content,
            List<String> withoutKey,
            @Nullable String password) {}

    /**
     * The file's content; empty when there is none.
     *
     * @throws ConfigFileException when secrets are to be left out and the file is broken, so that nobody knows where they are
     */
    public Optional<byte[]> read(boolean withSecrets) throws IOException {
        if (file.fingerprint().isEmpty()) {
            return Optional.empty();
        }
        byte[] content = file.read();
        if (withSecrets) {
            return Optional.of(content);
        }
        ObjectNode tree = parse(content);
        leaveOut(tree);
        return Optional.of(json.write(tree));
    }

    /**
     * Fills in what was left out: from the file that is here, where it speaks of the same, and sign-in secrets anew where
     * it has none. A key goes to the address that it was typed for and to no other.
     *
     * @throws ConfigFileException when the restored content is no document
     */
    public Completed complete(byte[] restored) throws IOException {
        ObjectNode tree = parse(restored);
        Optional<ObjectNode> here = existing();
        List<String> withoutKey = new ArrayList<>();
        for (JsonNode entry : tree.path("apiConfigs")) {
            if (entry instanceof ObjectNode upstream && isEmpty(upstream, API_KEY)) {
                ObjectNode same = here.flatMap(found -> same(found, upstream)).orElse(null);
                if (same == null || isEmpty(same, API_KEY)) {
                    withoutKey.add(upstream.path("id").asText());
                } else {
                    upstream.set(ENDPOINT, same.get(ENDPOINT));
                    upstream.set(API_KEY, same.get(API_KEY));
                }
            }
        }
        String password =
                completeAuth(tree, here.map(found -> found.path("auth")).orElse(null));
        return new Completed(new String(json.write(tree), StandardCharsets.UTF_8), withoutKey, password);
    }

    /** Puts the content in the file's place, for its owner alone. */
    public void write(byte[] content) throws IOException {
        file.createFolder();
        if (file.write(content, file.fingerprint()).isEmpty()) {
            throw new IOException(file.path() + " is being written by somebody else");
        }
    }

    private Optional<ObjectNode> existing() throws IOException {
        if (file.fingerprint().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(json.read(file.read()));
        } catch (InvalidConfigException broken) {
            return Optional.empty();
        }
    }

    private ObjectNode parse(byte[] content) throws ConfigFileException {
        try {
            return json.read(content);
        } catch (InvalidConfigException e) {
            throw new ConfigFileException(file.path(), e);
        }
    }

    private static @Nullable String completeAuth(ObjectNode tree, @Nullable JsonNode here) {
        ObjectNode auth = tree.get("auth") instanceof ObjectNode found ? found : tree.putObject("auth");
        FirstConfig first = new FirstConfig(0, false, new SecretReferences());
        if (isEmpty(auth, "jwtSecret")) {
            auth.set(
                    "jwtSecret",
                    isEmpty(here, "jwtSecret") ? first.tree().at("/auth/jwtSecret") : value(here, "jwtSecret"));
        }
        if (!isEmpty(auth, "password") || !isEmpty(auth, "passwordHash")) {
            return null;
        }
        for (String field : List.of("password", "passwordHash")) {
            if (!isEmpty(here, field)) {
                auth.set(field, value(here, field));
            }
        }
        if (!isEmpty(auth, "password") || !isEmpty(auth, "passwordHash")) {
            return null;
        }
        auth.set("password", first.tree().at("/auth/password"));
        return first.madePassword().orElse(null);
    }

    private static JsonNode value(@Nullable JsonNode node, String field) {
        return node == null ? MissingNode.getInstance() : node.path(field);
    }

    private static boolean isEmpty(@Nullable JsonNode node, String field) {
        return value(node, field).asText().isBlank();
    }

    /** Of the same id and for the same scheme, host and port. */
    private static Optional<ObjectNode> same(ObjectNode here, ObjectNode upstream) {
        for (JsonNode entry : here.path("apiConfigs")) {
            if (entry instanceof ObjectNode known
                    && known.path("id").asText().equals(upstream.path("id").asText())
                    && origin(known).isPresent()
                    && origin(known).equals(origin(upstream))) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> origin(ObjectNode upstream) {
        return endpoint(upstream.path(ENDPOINT)).map(Endpoints::origin);
    }

    private static Optional<URI> endpoint(JsonNode written) {
        try {
            return Optional.of(Endpoints.parse(written.asText()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void leaveOut(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
                leaveOut(object, field.getKey(), field.getValue());
            }
        } else {
            node.forEach(PortableConfig::leaveOut);
        }
    }

    private static void leaveOut(ObjectNode object, String name, JsonNode value) {
        if (!value.isValueNode()) {
            leaveOut(value);
        } else if (name.equals(ENDPOINT)) {
            // One with a key in its query is useless without; the entry is told as one whose key is missing.
            endpoint(value).filter(Endpoints::carriesKey).ifPresent(uri -> object.put(
                            ENDPOINT, Endpoints.withoutKeys(uri).toString())
                    .put(API_KEY, ""));
        } else if (SECRET.matcher(name).matches()
                && !name.equals(LIFETIME)
                && !SecretReferences.isReference(value.asText())) {
            object.put(name, "");
        }
    }
}
