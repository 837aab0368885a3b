package studio.apiconfig;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.config.ApiConfigEntry;
import studio.config.AppConfig;
import studio.config.ConfigEntries;
import studio.config.CurrentConfig;
import studio.config.Endpoints;
import studio.config.PastedText;
import studio.config.SandboxKey;
import studio.config.SecretReferences;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.upstream.dialect.Dialects;

/** Adds, changes and removes API configs, in the document and at once for all users. */
@Singleton
class EditApiConfigs {
    private static final int MAX = 200;
    private static final Set<String> EMPTIED = Set.of("description", "budgetDaily", "budgetMonthly");

    private final CurrentConfig config;
    private final Dialects dialects;

    EditApiConfigs(CurrentConfig config, Dialects dialects) {
        this.config = config;
        this.dialects = dialects;
    }

    /** @throws ProblemException 400 for a wrong field, 409 {@code id_taken}, 409 {@code too_many_configs} */
    ApiConfig add(ApiConfigEntry input) {
        checkDialect(input);
        String id = String.valueOf(input.id());
        config.edit(tree -> {
            ConfigEntries list = entries(tree);
            if (list.find(id).isPresent()) {
                throw ProblemException.of(ProblemCode.ID_TAKEN).withField("id", Message.of("apiconfig.id_taken"));
            }
            guardReference(list, input.apiKey(), String.valueOf(input.endpoint()));
            if (list.size() >= MAX) {
                throw ProblemException.of(ProblemCode.TOO_MANY_CONFIGS, MAX);
            }
            boolean first = list.size() == 0;
            ConfigEntries.write(list.add(id), input, EMPTIED);
            if (first) {
                ConfigEntries.makeDefault(tree, id);
            }
            return id;
        });
        return current(id);
    }

    /** Empty label, endpoint, model and key mean "as it was"; an empty description removes it. */
    ApiConfig change(String id, ApiConfigEntry input) {
        if (input.id() != null && !input.id().equals(id)) {
            throw ProblemException.wrong("id", Message.of("apiconfig.id_fixed"));
        }
        checkDialect(input);
        config.edit(tree -> {
            ConfigEntries list = entries(tree);
            ObjectNode entry = list.find(id).orElseThrow(() -> ApiConfigs.unknown(id));
            String stored = entry.path("endpoint").asText();
            String next = input.endpoint();
            guardKey(entry, input);
            guardReference(list, input.apiKey(), isEmpty(next) ? stored : String.valueOf(next));
            // The address as it is shown is not a change: it may lack a parameter that stands in the document alone.
            boolean shown = Endpoints.withoutKeys(endpoint(entry)).toString().equals(next);
            ConfigEntries.write(entry, input, EMPTIED);
            if (shown) {
                entry.put("endpoint", stored);
            }
            return id;
        });
        return current(id);
    }

    /** Returns what was removed. */
    ApiConfig remove(String id) {
        return config.edit(tree -> {
            ApiConfig removed = current(id);
            ConfigEntries list = entries(tree);
            list.remove(id);
            if (removed.isDefault()) {
                ConfigEntries.makeDefault(
                        tree, list.all().keySet().stream().findFirst().orElse(""));
            }
            return removed;
        });
    }

    String makeDefault(String id) {
        return config.edit(tree -> {
            if (entries(tree).find(id).isEmpty()) {
                throw ApiConfigs.unknown(id);
            }
            ConfigEntries.makeDefault(tree, id);
            return id;
        });
    }

    private void checkDialect(ApiConfigEntry input) {
        if (!isEmpty(input.dialect()) && !dialects.names().contains(input.dialect())) {
            throw ProblemException.wrong("dialect", Message.of("apiconfig.dialect_unknown", dialects.names()));
        }
    }

    /** A key is sent to its own host only: changing the host needs the key again. */
    private static void guardKey(ObjectNode entry, ApiConfigEntry input) {
        String next = input.endpoint();
        boolean kept = isEmpty(input.apiKey()) && !entry.path("apiKey").asText().isBlank();
        if (kept
                && next != null
                && !next.isEmpty()
                && !Endpoints.origin(endpoint(entry)).equals(Endpoints.origin(Endpoints.parse(next)))) {
            throw ProblemException.field("apiKey", Message.of("apiconfig.host_changed_needs_key"));
        }
    }

    /**
     * A reference opens the server's environment and files, so it comes from the file's editor alone: here only one counts
     * that already stands in the file for the same host. Otherwise every signed-in user could have any secret sent to a host of theirs.
     */
    private static void guardReference(ConfigEntries list, @Nullable String key, String endpoint) {
        if (key == null || !SecretReferences.isReference(key) || key.equals(SandboxKey.REFERENCE)) {
            return;
        }
        String origin = Endpoints.origin(Endpoints.parse(endpoint));
        boolean inFile = list.all().values().stream()
                .anyMatch(entry -> PastedText.key(entry.path("apiKey").asText()).equals(key)
                        && Endpoints.origin(endpoint(entry)).equals(origin));
        if (!inFile) {
            throw ProblemException.field("apiKey", Message.of("apiconfig.key_reference_only_in_file"));
        }
    }

    private ApiConfig current(String id) {
        AppConfig now = config.current();
        return now.upstream(id).map(entry -> ApiConfigs.view(entry, now)).orElseThrow(() -> ApiConfigs.unknown(id));
    }

    private static ConfigEntries entries(ObjectNode tree) {
        return new ConfigEntries(tree, ConfigEntries.API_CONFIGS);
    }

    private static URI endpoint(ObjectNode entry) {
        return Endpoints.parse(entry.path("endpoint").asText());
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
