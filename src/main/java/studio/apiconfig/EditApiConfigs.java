package studio.apiconfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import studio.config.ApiKeys;
import studio.config.AppConfig;
import studio.config.AppConfigFile;
import studio.config.DefaultUpstream;
import studio.config.Endpoints;
import studio.config.SandboxKey;
import studio.config.SecretReferences;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.upstream.dialect.Dialects;

/** Adds, changes and removes API configs, in the file and at once for everybody. */
@Singleton
class EditApiConfigs {
    private static final int MOST = 200;

    private final AppConfigFile file;
    private final Dialects dialects;

    EditApiConfigs(AppConfigFile file, Dialects dialects) {
        this.file = file;
        this.dialects = dialects;
    }

    /** @throws ProblemException 400 for wrong fields, 409 {@code id_taken}, 409 {@code too_many_configs} */
    ApiConfig add(ApiConfigInput input) {
        input.checkNew(dialects.names());
        String id = String.valueOf(input.id());
        file.edit(tree -> {
            ArrayNode list = list(tree);
            if (StoredApiConfigs.node(tree, id).isPresent()) {
                throw ProblemException.of(ProblemCode.ID_TAKEN).withField("id", Message.of("apiconfig.id_taken"));
            }
            guardReference(tree, input.apiKey(), String.valueOf(input.endpoint()));
            if (list.size() >= MOST) {
                throw ProblemException.of(ProblemCode.TOO_MANY_CONFIGS, MOST);
            }
            boolean first = list.isEmpty();
            ObjectNode entry = list.addObject().put("id", id);
            put(entry, "label", input.label());
            put(entry, "endpoint", input.endpoint());
            put(entry, "model", input.model());
            entry.put("description", input.description() == null ? "" : input.description());
            putSettings(entry, input);
            if (first) {
                DefaultUpstream.write(tree, id);
            }
            return id;
        });
        return current(id);
    }

    /** Empty label, endpoint, model and key mean "as it was"; an empty description removes it. */
    ApiConfig change(String id, ApiConfigInput input) {
        input.checkChange(id, dialects.names());
        file.edit(tree -> {
            ObjectNode entry = StoredApiConfigs.node(tree, id).orElseThrow(() -> StoredApiConfigs.unknown(id));
            guardKey(entry, input);
            String next = input.endpoint();
            guardReference(
                    tree,
                    input.apiKey(),
                    next == null || next.isEmpty() ? entry.path("endpoint").asText() : next);
            put(entry, "label", input.label());
            putEndpoint(entry, input.endpoint());
            put(entry, "model", input.model());
            putSettings(entry, input);
            if (input.description() != null) {
                entry.put("description", input.description());
            }
            return id;
        });
        return current(id);
    }

    /** Returns what was removed. */
    ApiConfig remove(String id) {
        return file.edit(tree -> {
            AppConfig before = file.current();
            ApiConfig removed = before.upstream(id)
                    .map(entry -> StoredApiConfigs.view(entry, before))
                    .orElseThrow(() -> StoredApiConfigs.unknown(id));
            ArrayNode list = list(tree);
            for (int i = list.size() - 1; i >= 0; i--) {
                if (list.get(i).path("id").asText().strip().equals(id)) {
                    list.remove(i);
                }
            }
            if (removed.isDefault()) {
                DefaultUpstream.write(
                        tree,
                        list.isEmpty() ? "" : list.get(0).path("id").asText().strip());
            }
            return removed;
        });
    }

    String makeDefault(String id) {
        return file.edit(tree -> {
            if (StoredApiConfigs.node(tree, id).isEmpty()) {
                throw StoredApiConfigs.unknown(id);
            }
            DefaultUpstream.write(tree, id);
            return id;
        });
    }

    /** A key is sent to its own host only: who changes the host must know the key. */
    private static void guardKey(ObjectNode entry, ApiConfigInput input) {
        String next = input.endpoint();
        String key = input.apiKey();
        if (next == null
                || next.isEmpty()
                || (key != null && !key.isEmpty())
                || entry.path("apiKey").asText().isBlank()) {
            return;
        }
        URI stored = Endpoints.parse(entry.path("endpoint").asText().strip());
        if (!Endpoints.origin(stored).equals(Endpoints.origin(Endpoints.parse(next)))) {
            throw ProblemException.field("apiKey", Message.of("apiconfig.host_changed_needs_key"));
        }
    }

    /**
     * A reference opens the server's environment and files, so it comes from the file's editor alone: here only one counts
     * that already stands in the file for the same host. Else whoever signs in could have any secret sent to a host of theirs.
     */
    private static void guardReference(ObjectNode tree, @Nullable String key, String endpoint) {
        if (key == null || !SecretReferences.isReference(key) || key.equals(SandboxKey.REFERENCE)) {
            return;
        }
        String origin = Endpoints.origin(Endpoints.parse(endpoint.strip()));
        for (JsonNode entry : tree.path("apiConfigs")) {
            if (ApiKeys.clean(entry.path("apiKey").asText()).equals(key)
                    && Endpoints.origin(Endpoints.parse(
                                    entry.path("endpoint").asText().strip()))
                            .equals(origin)) {
                return;
            }
        }
        throw ProblemException.field("apiKey", Message.of("apiconfig.key_reference_only_in_file"));
    }

    private ApiConfig current(String id) {
        AppConfig config = file.current();
        return config.upstream(id)
                .map(entry -> StoredApiConfigs.view(entry, config))
                .orElseThrow(() -> StoredApiConfigs.unknown(id));
    }

    private static ArrayNode list(ObjectNode tree) {
        return tree.get("apiConfigs") instanceof ArrayNode list ? list : tree.putArray("apiConfigs");
    }

    /** The address as it is shown is no change: it may lack a parameter that stands in the file alone. */
    private static void putEndpoint(ObjectNode entry, @Nullable String next) {
        URI stored = Endpoints.parse(entry.path("endpoint").asText().strip());
        if (!Endpoints.withoutKeys(stored).toString().equals(next)) {
            put(entry, "endpoint", next);
        }
    }

    private static void putSettings(ObjectNode entry, ApiConfigInput input) {
        put(entry, "protocol", input.protocol());
        put(entry, "dialect", input.dialect());
        put(entry, "apiKey", input.apiKey());
        putOrRemove(entry, "budgetDaily", input.budgetDaily());
        putOrRemove(entry, "budgetMonthly", input.budgetMonthly());
    }

    /** Empty takes the limit away. */
    private static void putOrRemove(ObjectNode entry, String name, @Nullable String text) {
        if (text != null && text.isEmpty()) {
            entry.remove(name);
        } else {
            put(entry, name, text);
        }
    }

    private static void put(ObjectNode entry, String name, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            entry.put(name, text);
        }
    }
}
