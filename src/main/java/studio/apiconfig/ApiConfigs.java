package studio.apiconfig;

import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import studio.config.ApiKeys;
import studio.config.AppConfig;
import studio.config.AppConfig.Upstream;
import studio.config.CurrentConfig;
import studio.config.Endpoints;
import studio.config.InvalidConfigException;
import studio.config.SandboxKey;
import studio.config.SecretReferences;
import studio.log.Redaction;
import studio.model.Protocol;
import studio.problem.Language;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.upstream.Connection;
import studio.upstream.dialect.Providers;
import studio.web.server.BindAddress;
import studio.web.server.HttpSettings;

/** Reads the API configs of {@code app.config.json} for the rest of the server. */
@Singleton
public class ApiConfigs {
    private final CurrentConfig file;
    private final SecretReferences references;
    private final SandboxKey sandbox;
    private final Providers providers;
    private final HttpSettings settings;

    public ApiConfigs(
            CurrentConfig file,
            SecretReferences references,
            SandboxKey sandbox,
            Providers providers,
            HttpSettings settings) {
        this.file = file;
        this.references = references;
        this.sandbox = sandbox;
        this.providers = providers;
        this.settings = settings;
    }

    public List<ApiConfig> all() {
        AppConfig config = file.current();
        return config.upstreams().stream().map(entry -> view(entry, config)).toList();
    }

    public Optional<ApiConfig> find(String id) {
        AppConfig config = file.current();
        return config.upstream(id).map(entry -> view(entry, config));
    }

    /** The config that is used when a request names none. */
    public Optional<ApiConfig> standard() {
        AppConfig config = file.current();
        return Optional.ofNullable(config.defaultId()).flatMap(config::upstream).map(entry -> view(entry, config));
    }

    /**
     * Resolves key reference and protocol. To decide {@link Protocol#AUTO} the upstream may be asked, for a few seconds at most.
     *
     * @param model to be asked for, on which the protocol may depend
     * @throws ProblemException 404 {@code config_not_found}; 400 {@code key_unavailable} when an {@code env:} or {@code file:}
     *     reference leads nowhere or no key is stored
     */
    public Connection connect(String id, String model) {
        Upstream entry = file.current().upstream(id).orElseThrow(() -> unknown(id));
        boolean practice = entry.apiKey().equals(SandboxKey.REFERENCE);
        URI endpoint = practice ? own(entry.endpoint()) : entry.endpoint();
        String key = practice ? practiceKey() : key(entry);
        Connection written =
                new Connection(entry.id(), entry.label(), endpoint, key, entry.protocol(), entry.dialect());
        return entry.protocol() == Protocol.AUTO ? written.speaking(providers.decide(written, model)) : written;
    }

    static ProblemException unknown(String id) {
        return ProblemException.of(ProblemCode.CONFIG_NOT_FOUND, id);
    }

    private String key(Upstream entry) {
        if (entry.apiKey().isEmpty()) {
            throw keyUnavailable(Message.of("apiconfig.key_missing"));
        }
        try {
            String key = ApiKeys.clean(references.resolve(entry.apiKey()));
            Message fault = ApiKeys.fault(key);
            if (fault != null) {
                throw keyUnavailable(Message.of("apiconfig.key_problem", fault));
            }
            Redaction.register(key);
            return key;
        } catch (InvalidConfigException e) {
            throw keyUnavailable(e.sentence()).causedBy(e);
        }
    }

    private String practiceKey() {
        if (!settings.sandbox()) {
            throw keyUnavailable(Message.of("apiconfig.practice_off"));
        }
        return sandbox.value();
    }

    /** The practice upstream is this very server, wherever it listens today. */
    private URI own(URI endpoint) {
        try {
            return new URI(
                    "http",
                    null,
                    BindAddress.reachable(settings.bindAddress()),
                    settings.port(),
                    endpoint.getPath(),
                    endpoint.getQuery(),
                    null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The endpoint was checked when it was read", e);
        }
    }

    private static ProblemException keyUnavailable(Message why) {
        return ProblemException.of(ProblemCode.KEY_UNAVAILABLE, why).withDetail(why.in(Language.ENGLISH));
    }

    static ApiConfig view(Upstream entry, AppConfig config) {
        return new ApiConfig(
                entry.id(),
                entry.label(),
                Endpoints.withoutKeys(entry.endpoint()),
                entry.model(),
                entry.description(),
                entry.protocol(),
                entry.dialect(),
                entry.budgetDaily(),
                entry.budgetMonthly(),
                entry.id().equals(config.defaultId()),
                !entry.apiKey().isEmpty());
    }
}
