package studio.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import studio.storage.Database;
import studio.storage.PostgresAddress;
import studio.storage.SharedDatabase;

/**
 * {@code app.config.json}, a file or the row of several instances, on its way to another machine. What is secret may be left out, references such as
 * {@code env:NAME} excepted; it is empty then, so that the file shows what is missing.
 */
public final class PortableConfig {
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(key|secret|password|token|credential|authorization).*");
    private static final String LIFETIME = "tokenExpiresIn";
    private static final String ENDPOINT = "endpoint";
    private static final String API_KEY = "apiKey";
    private static final String SIGNING_SECRET = "jwtSecret";
    private static final String PASSWORD = "password";
    private static final String HASH = "passwordHash";

    /** Reads a document as it is and leaves it as it is. */
    private interface Look {
        Optional<ConfigDocument.State> at() throws IOException;
    }

    private final ConfigDocument document;
    private final Look look;

    public PortableConfig(Path file) {
        FileConfigDocument document = new FileConfigDocument(file);
        this.document = document;
        this.look = document::look;
    }

    private PortableConfig(SqlConfigDocument row, FileConfigDocument seed) {
        this.document = row;
        this.look = () -> {
            Optional<ConfigDocument.State> kept = row.read();
            return kept.isPresent() ? kept : seed.look();
        };
    }

    /**
     * The one of several instances.
     *
     * @param database with the tables of a studio
     * @param seed the file that is read while there is no row, as the first instance does
     */
    public static PortableConfig shared(Database database, Path seed) {
        return new PortableConfig(new SqlConfigDocument(database), new FileConfigDocument(seed));
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
     * @throws InvalidConfigException when secrets are to be left out and the file is broken, so that their places are unknown
     */
    public Optional<byte[]> read(boolean withSecrets) throws IOException {
        Optional<byte[]> content = content();
        if (withSecrets || content.isEmpty()) {
            return content;
        }
        ObjectNode tree = parse(content.get());
        leaveOut(tree);
        return Optional.of(ConfigJson.write(tree));
    }

    /**
     * The one that a server here uses, or would use.
     *
     * @param address of the database that instances share; empty: the file
     */
    public static PortableConfig inUse(Optional<PostgresAddress> address, Path file) {
        Optional<SharedDatabase> shared = address.map(SharedDatabase::at).filter(SharedDatabase::holdsStudio);
        return shared.isPresent() ? shared(shared.get().database(), file) : new PortableConfig(file);
    }

    /** Where it is kept, for people. */
    public String place() {
        return document.place();
    }

    /**
     * Reads the file as a server would on startup and changes nothing. Empty when there is none yet: the first start makes it.
     *
     * @throws InvalidConfigException when a server would not start with the file
     */
    public Optional<AppConfig> check() {
        try {
            return content().filter(found -> found.length > 0).map(this::check);
        } catch (IOException e) {
            throw InvalidConfigException.unusable(document.place(), "It cannot be read: " + e + ".");
        }
    }

    /**
     * Reads content as a server would.
     *
     * @throws InvalidConfigException when a server would not start with it
     */
    public AppConfig check(byte[] content) {
        try {
            return AppConfigReader.read(ConfigJson.read(content), new SecretReferences());
        } catch (InvalidConfigException e) {
            throw e.at(document.place());
        }
    }

    /**
     * Fills in what was left out: from the file that is here, where it has the same entry, and sign-in secrets anew where
     * it has none. A key goes to the address that it was typed for and to no other.
     *
     * @throws InvalidConfigException when the restored content is no document
     */
    public Completed complete(byte[] restored) throws IOException {
        ObjectNode tree = parse(restored);
        ObjectNode here = existing();
        List<String> withoutKey = new ArrayList<>();
        for (JsonNode entry : tree.path(ConfigEntries.API_CONFIGS)) {
            if (entry instanceof ObjectNode upstream && isEmpty(upstream, API_KEY)) {
                ObjectNode same = same(here, upstream);
                if (isEmpty(same, API_KEY)) {
                    withoutKey.add(upstream.path("id").asText());
                } else {
                    upstream.setAll(same.deepCopy().retain(ENDPOINT, API_KEY));
                }
            }
        }
        String password = completeAuth(tree, here.path("auth"));
        return new Completed(new String(ConfigJson.write(tree), StandardCharsets.UTF_8), withoutKey, password);
    }

    /** Puts the content in the file's place, for its owner alone. */
    public void write(byte[] content) throws IOException {
        if (document.write(content, document.version()).isEmpty()) {
            throw new IOException(document.place() + " is being written by somebody else");
        }
    }

    private Optional<byte[]> content() throws IOException {
        return look.at().map(ConfigDocument.State::content);
    }

    /** The document that is here, empty when there is none or it is broken. */
    private ObjectNode existing() throws IOException {
        try {
            return content().map(ConfigJson::read).orElseGet(JsonNodeFactory.instance::objectNode);
        } catch (InvalidConfigException broken) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    private ObjectNode parse(byte[] content) {
        try {
            return ConfigJson.read(content);
        } catch (InvalidConfigException e) {
            throw e.at(document.place());
        }
    }

    /** Returns the password that was made because there was none. */
    private static @Nullable String completeAuth(ObjectNode tree, JsonNode here) {
        ObjectNode auth = tree.get("auth") instanceof ObjectNode found ? found : tree.putObject("auth");
        FirstConfig first = new FirstConfig(0, false, new SecretReferences());
        List<String> missing = hasPassword(auth) ? List.of(SIGNING_SECRET) : List.of(SIGNING_SECRET, PASSWORD, HASH);
        missing.stream()
                .filter(field -> isEmpty(auth, field) && !isEmpty(here, field))
                .forEach(field -> auth.set(field, here.get(field)));
        if (isEmpty(auth, SIGNING_SECRET)) {
            auth.put(SIGNING_SECRET, first.secret());
        }
        if (hasPassword(auth)) {
            return null;
        }
        auth.put(PASSWORD, first.password());
        return first.madePassword().orElse(null);
    }

    private static boolean hasPassword(JsonNode auth) {
        return !isEmpty(auth, PASSWORD) || !isEmpty(auth, HASH);
    }

    private static boolean isEmpty(JsonNode node, String field) {
        return node.path(field).asText().isBlank();
    }

    /** The entry of the same id and for the same scheme, host and port; empty when there is none. */
    private static ObjectNode same(ObjectNode here, ObjectNode upstream) {
        Optional<String> origin = origin(upstream);
        return new ConfigEntries(here, ConfigEntries.API_CONFIGS)
                .find(ConfigEntries.id(upstream))
                .filter(known -> origin.isPresent() && origin(known).equals(origin))
                .orElseGet(JsonNodeFactory.instance::objectNode);
    }

    private static Optional<String> origin(JsonNode upstream) {
        return endpoint(upstream.path(ENDPOINT)).map(Endpoints::origin);
    }

    private static Optional<URI> endpoint(JsonNode written) {
        try {
            return Optional.of(Endpoints.parse(written.asText()));
        } catch (InvalidConfigException e) {
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
            // One with a key in its query is useless without; the entry counts as one without a key.
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
