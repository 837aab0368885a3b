package studio.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.config.AppConfig.Auth;
import studio.config.AppConfig.Budget;
import studio.config.AppConfig.Template;
import studio.config.AppConfig.Upstream;
import studio.log.Redaction;
import studio.model.Protocol;
import studio.problem.Language;
import studio.problem.Message;

/** Checks a document and gives it types; everything that is wrong is told at once. */
final class AppConfigReader {
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
    private static final int LOWEST_COST = 4;

    /** Each step doubles the time of a sign-in; 16 takes seconds already. */
    private static final int HIGHEST_COST = 16;

    private static final int SHORTEST_SECRET = 16;
    private static final String STANDARD_LIFETIME = "12h";
    private static final String STANDARD_DIALECT = "auto";
    private static final int MOST_TEXT = 100_000;
    private static final int MOST_IMAGE = 2 << 20;
    private static final int MOST_UPSTREAMS = 1000;
    private static final int MOST_TEMPLATES = 5000;

    private final TreeReader tree = new TreeReader();
    private final SecretReferences references;

    private AppConfigReader(SecretReferences references) {
        this.references = references;
    }

    /** @throws InvalidConfigException naming every field that is wrong */
    static AppConfig read(ObjectNode root, SecretReferences references) throws InvalidConfigException {
        AppConfigReader reader = new AppConfigReader(references);
        Auth auth = reader.auth(root);
        List<Upstream> upstreams = reader.tree.entries(root, "apiConfigs", MOST_UPSTREAMS, reader::upstream);
        List<Template> templates = reader.tree.entries(root, "templates", MOST_TEMPLATES, reader::template);
        if (auth == null || !reader.tree.problems().isEmpty()) {
            throw new InvalidConfigException(reader.tree.problems());
        }
        return new AppConfig(auth, upstreams, standard(root, upstreams), templates, root);
    }

    private @Nullable Auth auth(ObjectNode root) {
        if (!(root.get("auth") instanceof ObjectNode auth)) {
            tree.problem("auth", Message.of("config.auth_missing"));
            return null;
        }
        String hash = resolved(tree.text(auth, "auth", "passwordHash", 4096), "auth.passwordHash");
        String password = hash.isEmpty() ? resolved(tree.text(auth, "auth", "password", 1024), "auth.password") : "";
        String secret = resolved(tree.text(auth, "auth", "jwtSecret", 4096), "auth.jwtSecret");
        if (!hash.isEmpty()) {
            checkHash(hash);
        } else if (password.isEmpty()) {
            problemOnce("auth.password", Message.of("config.password_missing"));
        } else if (WellKnownSecrets.contains(password)) {
            tree.problem("auth.password", Message.of("config.password_well_known"));
        }
        if (secret.isEmpty()) {
            problemOnce("auth.jwtSecret", Message.of("config.session_secret_missing"));
        } else if (WellKnownSecrets.contains(secret)) {
            tree.problem("auth.jwtSecret", Message.of("config.session_secret_well_known"));
        } else if (secret.length() < SHORTEST_SECRET) {
            tree.problem("auth.jwtSecret", Message.of("config.too_short", SHORTEST_SECRET));
        }
        Duration lifetime = lifetime(auth);
        return new Auth(hash.isEmpty() ? password : null, hash.isEmpty() ? null : hash, secret, lifetime);
    }

    private void checkHash(String hash) {
        var matcher = BCRYPT.matcher(hash);
        if (!matcher.matches()) {
            tree.problem("auth.passwordHash", Message.of("config.bcrypt_form"));
            return;
        }
        int cost = Integer.parseInt(matcher.group(1));
        if (cost < LOWEST_COST || cost > HIGHEST_COST) {
            tree.problem("auth.passwordHash", Message.of("config.bcrypt_cost", matcher.group(1)));
        }
    }

    private Duration lifetime(ObjectNode auth) {
        JsonNode node = auth.get("tokenExpiresIn");
        String written = node == null || node.isNull() ? STANDARD_LIFETIME : node.asText();
        Optional<Duration> lifetime = Lifetimes.parse(written.isBlank() ? STANDARD_LIFETIME : written);
        if (lifetime.isEmpty()) {
            tree.problem("auth.tokenExpiresIn", Message.of("config.duration_expected"));
        }
        return lifetime.orElse(Duration.ofHours(12));
    }

    private @Nullable Upstream upstream(ObjectNode entry, String path) {
        String id = tree.text(entry, path, "id", 200);
        String label = tree.text(entry, path, "label", 1000);
        String written = tree.required(entry, path, "endpoint", 2000);
        String model = tree.text(entry, path, "model", 1000);
        String description = tree.text(entry, path, "description", MOST_TEXT);
        String protocol = tree.text(entry, path, "protocol", 100);
        String dialect = tree.text(entry, path, "dialect", 100);
        Budget budget = new Budget(tree.amount(entry, path, "budgetDaily"), tree.amount(entry, path, "budgetMonthly"));
        String apiKey = ApiKeys.clean(tree.text(entry, path, "apiKey", 16 << 10));
        if (!SecretReferences.isReference(apiKey)) {
            // A reference is hidden once it is resolved; before that nobody here knows what is behind it.
            Redaction.register(apiKey);
        }
        try {
            URI endpoint = written.isEmpty() ? null : Endpoints.parse(written);
            return endpoint == null
                    ? null
                    : new Upstream(
                            id,
                            label.isEmpty() ? id : label,
                            endpoint,
                            model,
                            description.isEmpty() ? null : description,
                            protocol(protocol, path),
                            dialect.isEmpty() ? STANDARD_DIALECT : dialect,
                            budget,
                            apiKey);
        } catch (InvalidEndpointException e) {
            tree.problem(path + ".endpoint", e.sentence());
            return null;
        }
    }

    private Protocol protocol(String written, String path) {
        try {
            return written.isEmpty() ? Protocol.AUTO : Protocol.of(written);
        } catch (IllegalArgumentException e) {
            tree.problem(path + ".protocol", Message.of("config.protocol_unknown", e.getMessage(), written));
            return Protocol.AUTO;
        }
    }

    private Template template(ObjectNode entry, String path) {
        return new Template(
                tree.text(entry, path, "id", 200),
                tree.text(entry, path, "title", MOST_TEXT),
                tree.text(entry, path, "prompt", MOST_TEXT),
                tree.text(entry, path, "description", MOST_TEXT),
                tree.text(entry, path, "image", MOST_IMAGE));
    }

    /** The earlier server's name of the field first, then the API's. An id that is gone counts as absent. */
    private static @Nullable String standard(ObjectNode root, List<Upstream> upstreams) {
        for (String name : DefaultUpstream.FIELDS) {
            String id = root.path(name).asText("");
            if (upstreams.stream().anyMatch(entry -> entry.id().equals(id))) {
                return id;
            }
        }
        for (JsonNode entry : root.path("apiConfigs")) {
            if (entry.path("isDefault").asBoolean(false)) {
                return entry.path("id").asText().strip();
            }
        }
        return upstreams.isEmpty() ? null : upstreams.getFirst().id();
    }

    private String resolved(String text, String field) {
        try {
            return references.resolve(text);
        } catch (SecretUnavailableException e) {
            tree.problem(field, Message.of("config.secret_unavailable", e.sentence()));
            return "";
        }
    }

    /** A field whose reference or type was complained about already is not also called missing. */
    private void problemOnce(String field, Message message) {
        if (tree.problems().stream()
                .noneMatch(known -> known.in(Language.ENGLISH).startsWith(field + " "))) {
            tree.problem(field, message);
        }
    }
}
