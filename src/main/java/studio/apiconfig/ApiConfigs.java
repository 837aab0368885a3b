package studio.apiconfig;

import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.config.ApiConfigEntry;
import studio.config.AppConfig;
import studio.config.CurrentConfig;
import studio.config.Endpoints;
import studio.config.InvalidConfigException;
import studio.config.PastedText;
import studio.config.SandboxKey;
import studio.config.SecretReferences;
import studio.config.WrittenAmount;
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
        AppConfig config = file.newest();
        return config.upstreams().stream().map(entry -> view(entry, config)).toList();
    }

    public Optional<ApiConfig> find(String id) {
        AppConfig config = having(id);
        return config.upstream(id).map(entry -> view(entry, config));
    }

    /** One that is not known may have been added at another instance a moment ago. */
    private AppConfig having(String id) {
        AppConfig known = file.current();
        return known.upstream(id).isPresent() ? known : file.newest();
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
        AppConfig config = having(id);
        ApiConfigEntry entry = config.upstream(id).orElseThrow(() -> unknown(id));
        ApiConfig shown = view(entry, config);
        URI endpoint = entry.address();
        boolean practice = isPractice(entry);
        Connection written = new Connection(
                id,
                shown.label(),
                practice ? own(endpoint) : endpoint,
                practice ? practiceKey() : key(or(entry.apiKey(), "")),
                shown.protocol(),
                shown.dialect());
        return shown.protocol() == Protocol.AUTO ? written.speaking(providers.decide(written, model)) : written;
    }

    /**
     * Connects by a route that was resolved earlier, with the key that the config has now.
     *
     * @throws ProblemException as {@link #connect(String, String)}; also 400 {@code key_unavailable} when the config, and so its key,
     *     belongs to another server by now
     */
    public Connection connect(String id, ApiConfig.Route route) {
        ApiConfigEntry entry = having(id).upstream(id).orElseThrow(() -> unknown(id));
        if (isPractice(entry)) {
            return connection(id, route, own(route.endpoint()), practiceKey());
        }
        URI now = Endpoints.withoutKeys(entry.address());
        if (!Endpoints.origin(now).equals(Endpoints.origin(route.endpoint()))) {
            throw keyUnavailable(Message.of("apiconfig.address_changed"));
        }
        URI endpoint = now.equals(route.endpoint()) ? entry.address() : route.endpoint();
        return connection(id, route, endpoint, key(or(entry.apiKey(), "")));
    }

    /** The same without a key, for what needs none: pictures at addresses are fetched by it also when the config is gone. */
    public Connection withoutKey(String id, ApiConfig.Route route) {
        boolean practice =
                file.current().upstream(id).filter(ApiConfigs::isPractice).isPresent();
        return connection(id, route, practice ? own(route.endpoint()) : route.endpoint(), "");
    }

    private static Connection connection(String id, ApiConfig.Route route, URI endpoint, String key) {
        return new Connection(id, route.label(), endpoint, key, route.protocol(), route.dialect());
    }

    public static ProblemException unknown(String id) {
        return ProblemException.of(ProblemCode.CONFIG_NOT_FOUND, id);
    }

    private String key(String written) {
        if (written.isEmpty()) {
            throw keyUnavailable(Message.of("apiconfig.key_missing"));
        }
        try {
            String key = PastedText.key(references.resolve(written));
            Message fault = PastedText.keyFault(key);
            if (fault != null) {
                throw keyUnavailable(Message.of("apiconfig.key_problem", fault));
            }
            Redaction.register(key);
            return key;
        } catch (InvalidConfigException e) {
            throw keyUnavailable(e.sentence()).causedBy(e);
        }
    }

    private static boolean isPractice(ApiConfigEntry entry) {
        return SandboxKey.REFERENCE.equals(entry.apiKey());
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

    /** The entry with what is used where it says nothing. */
    static ApiConfig view(ApiConfigEntry entry, AppConfig config) {
        String id = or(entry.id(), "");
        return new ApiConfig(
                id,
                or(entry.label(), id),
                Endpoints.withoutKeys(entry.address()),
                or(entry.model(), ""),
                or(entry.description(), ""),
                Protocol.of(or(entry.protocol(), Protocol.AUTO.wire())),
                or(entry.dialect(), "auto"),
                WrittenAmount.parse(or(entry.budgetDaily(), "")),
                WrittenAmount.parse(or(entry.budgetMonthly(), "")),
                id.equals(config.defaultId()),
                !or(entry.apiKey(), "").isEmpty());
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null || text.isEmpty() ? otherwise : text;
    }
}
