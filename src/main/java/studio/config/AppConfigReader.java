package studio.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import studio.log.Redaction;
import studio.problem.Message;
import studio.web.Failures;
import studio.web.Violations;

/** Binds a document and checks it; everything that is wrong is reported at once. */
final class AppConfigReader {
    /** After as many values of a wrong type the rest of a document is not looked at. */
    private static final int MAX_PROBLEMS = 20;

    /** The document's own fields; those of others are not looked at. */
    @RegisterForReflection
    @SuppressWarnings("MultipleNullnessAnnotations") // null in Java until it is checked
    record Document(
            @NotNull(message = "config.auth_missing") @Valid @Nullable
            Auth auth,

            @Size(max = 1000, message = ENTRIES) @Nullable
            List<@NotNull(message = OBJECT) @Valid ApiConfigEntry> apiConfigs,

            @Size(max = 5000, message = ENTRIES) @Nullable
            List<@NotNull(message = OBJECT) @Valid TemplateEntry> templates) {}

    private static final String ENTRIES = "config.too_many";
    private static final String OBJECT = "config.object_expected";

    private final SecretReferences references;

    /** The first problem of each field: one of a wrong type is not also called missing. */
    private final Map<String, Message> problems = new LinkedHashMap<>();

    private AppConfigReader(SecretReferences references) {
        this.references = references;
    }

    /** @throws InvalidConfigException naming every field that is wrong */
    static AppConfig read(ObjectNode root, SecretReferences references) {
        return read(root, references, excess -> {});
    }

    /** @param excesses takes what the API would not accept, but earlier servers did, so that it is in use all the same */
    static AppConfig read(ObjectNode root, SecretReferences references, Consumer<Message> excesses) {
        Document document = new AppConfigReader(references).document(root);
        Violations.of(document, Checks.Typed.class)
                .forEach(error -> excesses.accept(sentence(error.field(), error.message())));
        List<ApiConfigEntry> upstreams = entries(document.apiConfigs());
        return new AppConfig(
                Objects.requireNonNull(document.auth()),
                upstreams,
                ConfigEntries.defaultId(root, upstreams),
                entries(document.templates()).stream()
                        .map(TemplateEntry::template)
                        .toList(),
                root);
    }

    /** Reads who may come in, with the secrets as they are behind their references now. */
    static Auth auth(ObjectNode root, SecretReferences references) {
        ObjectNode alone = root.objectNode();
        alone.set("auth", root.get("auth"));
        return Objects.requireNonNull(
                new AppConfigReader(references).document(alone).auth());
    }

    private Document document(ObjectNode root) {
        Document bound = bind(root);
        entries(bound.apiConfigs()).forEach(AppConfigReader::hideKey);
        Document document = new Document(resolved(bound.auth()), bound.apiConfigs(), bound.templates());
        Violations.of(document, Checks.Stored.class).forEach(error -> problem(error.field(), error.message()));
        Auth auth = document.auth();
        if (auth != null && auth.password() == null && auth.passwordHash() == null) {
            problem("auth.password", Message.of("config.password_missing"));
        }
        checkIds(ConfigEntries.API_CONFIGS, document.apiConfigs(), ApiConfigEntry::id);
        checkIds(ConfigEntries.TEMPLATES, document.templates(), TemplateEntry::id);
        if (!problems.isEmpty()) {
            throw invalid();
        }
        return document;
    }

    private Document bind(ObjectNode root) {
        try {
            return ConfigJson.bind(root, Document.class, new WrongTypes());
        } catch (MismatchedInputException e) {
            wrongType(Failures.path(e), e.getTargetType());
            throw invalid();
        }
    }

    /** Notes a value of a wrong type and leaves it out, so that binding goes on behind it. */
    private final class WrongTypes extends DeserializationProblemHandler {
        @Override
        public @Nullable Object handleUnexpectedToken(
                DeserializationContext context, JavaType expected, JsonToken found, JsonParser parser, String why)
                throws IOException {
            return leaveOut(parser, expected.getRawClass());
        }

        @Override
        public @Nullable Object handleMissingInstantiator(
                DeserializationContext context,
                Class<?> expected,
                ValueInstantiator instantiator,
                JsonParser parser,
                String why)
                throws IOException {
            return leaveOut(parser, expected);
        }

        private @Nullable Object leaveOut(JsonParser parser, Class<?> expected) throws IOException {
            if (problems.size() >= MAX_PROBLEMS) {
                return NOT_HANDLED;
            }
            String pointer = parser.getParsingContext().pathAsPointer().toString();
            wrongType(pointer.substring(1).replaceAll("/([0-9]+)", "[$1]").replace('/', '.'), expected);
            parser.skipChildren();
            return null;
        }
    }

    private void wrongType(String field, @Nullable Class<?> expected) {
        boolean list = expected != null && Collection.class.isAssignableFrom(expected);
        String key = expected == String.class ? "config.text_expected" : list ? "config.list_expected" : OBJECT;
        problem(field, Message.of(key));
    }

    private @Nullable Auth resolved(@Nullable Auth written) {
        return written == null
                ? null
                : new Auth(
                        resolved("auth.password", written.password()),
                        resolved("auth.passwordHash", written.passwordHash()),
                        resolved("auth.jwtSecret", written.jwtSecret()),
                        written.tokenExpiresIn());
    }

    private @Nullable String resolved(String field, @Nullable String text) {
        try {
            return text == null ? null : references.resolve(text);
        } catch (InvalidConfigException e) {
            problem(field, Message.of("config.secret_unavailable", e.sentence()));
            return null;
        }
    }

    private <E> void checkIds(String name, @Nullable List<E> list, Function<E, @Nullable String> idOf) {
        Set<String> known = new HashSet<>();
        for (int i = 0; list != null && i < list.size(); i++) {
            E entry = list.get(i);
            String id = entry == null ? null : idOf.apply(entry);
            if (id != null && !id.isEmpty() && !known.add(id)) {
                problem(name + "[" + i + "].id", Message.of("config.id_twice", id));
            }
        }
    }

    private void problem(String field, Message what) {
        problems.putIfAbsent(field, what);
    }

    /** Without a cause, whose message may quote a value. */
    private InvalidConfigException invalid() {
        List<Message> sentences = problems.entrySet().stream()
                .map(problem -> sentence(problem.getKey(), problem.getValue()))
                .toList();
        return new InvalidConfigException(sentences, null);
    }

    private static Message sentence(String field, Message message) {
        return Message.of("text.field", field, message);
    }

    /** A reference is hidden once it is resolved; before that its value is unknown. */
    private static void hideKey(ApiConfigEntry entry) {
        String key = entry.apiKey();
        if (key != null && !SecretReferences.isReference(key)) {
            Redaction.register(key);
        }
    }

    private static <E> List<E> entries(@Nullable List<E> list) {
        return list == null ? List.of() : list.stream().filter(Objects::nonNull).toList();
    }
}
