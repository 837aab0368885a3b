package studio.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import studio.model.ModelCapabilities.Source;
import studio.settings.FolderSettings;

/**
 * Says what each model accepts. Who knows more particularly wins, field by field: {@code config/models.json}, then the
 * upstream's own word, then the registry that comes with the studio ({@code models.json} among its resources), then a guess
 * that offers everything. What the protocol does not carry is left out of all of them.
 */
@Singleton
@Startup
public class ModelRegistry {
    private static final int MAX_TOLD = 256;

    private final Catalogue registry;
    private final ModelEntry guess;
    private final Map<Protocol, Carried.Form> forms = new EnumMap<>(Protocol.class);
    private final ModelsFile own;
    /** The last answers: each takes some hundred steps through trees, and every request asks. */
    private final Map<Asked, Told> told = new ConcurrentHashMap<>();

    private record Asked(Protocol protocol, String model, Carried carried) {}

    /** What was told, as long as what it was made of is the same. */
    private record Told(Catalogue own, @Nullable ModelEntry discovered, ModelCapabilities capabilities) {
        boolean stands(Catalogue ownNow, @Nullable ModelEntry discoveredNow) {
            return own.equals(ownNow) && discovered == discoveredNow;
        }
    }

    @Inject
    ModelRegistry(FolderSettings folders) {
        this(folders.configFile().resolveSibling("models.json"), System::nanoTime);
    }

    /** @param own a file that need not exist */
    ModelRegistry(Path own, LongSupplier nanoTime) {
        try (InputStream in = Objects.requireNonNull(ModelRegistry.class.getResourceAsStream("/models.json"))) {
            ObjectNode tree = Catalogue.parse(in.readAllBytes());
            this.registry = Catalogue.of(tree);
            this.guess = ModelEntry.read(tree.withObjectProperty("guess"), "guess");
            for (Protocol protocol : Protocol.values()) {
                if (protocol != Protocol.AUTO) {
                    JsonNode form = tree.path("protocols").path(protocol.wire());
                    forms.put(protocol, Catalogue.MAPPER.treeToValue(form, Carried.Form.class));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DescriptionException e) {
            throw new IllegalStateException("models.json among the resources: " + e.getMessage(), e);
        }
        this.own = new ModelsFile(own, nanoTime);
        this.own.current();
    }

    /**
     * What the form carries by itself; an adapter with dialects adds and leaves out.
     *
     * @param protocol never {@link Protocol#AUTO}
     */
    public Carried carriedBy(Protocol protocol) {
        return Carried.of(form(protocol).carries());
    }

    /** With the options of the protocol itself and without discovery. */
    public ModelCapabilities of(Protocol protocol, String model) {
        return of(protocol, model, carriedBy(protocol), Optional.empty());
    }

    /**
     * @param protocol the resolved protocol of the connection, never {@link Protocol#AUTO}
     * @param model as it is sent, vendor and variant included
     * @param carried what gets through in the upstream's dialect of the form
     * @param discovered the upstream's own description of the model
     */
    public ModelCapabilities of(Protocol protocol, String model, Carried carried, Optional<ModelEntry> discovered) {
        Catalogue ownNow = own.current();
        Asked asked = new Asked(protocol, model, carried);
        Told earlier = told.get(asked);
        if (earlier != null && earlier.stands(ownNow, discovered.orElse(null))) {
            return earlier.capabilities();
        }
        if (told.size() >= MAX_TOLD) {
            told.clear();
        }
        ModelCapabilities found = found(asked, ownNow.find(model), discovered);
        told.put(asked, new Told(ownNow, discovered.orElse(null), found));
        return found;
    }

    private ModelCapabilities found(Asked asked, Optional<ModelEntry> configured, Optional<ModelEntry> discovered) {
        Optional<ModelEntry> registered = registry.find(asked.model());
        Source source = configured.isPresent()
                ? Source.CONFIG
                : discovered.isPresent() ? Source.DISCOVERY : registered.isPresent() ? Source.REGISTRY : Source.GUESS;
        ModelEntry entry = registered.orElse(source == Source.GUESS ? guess : guess.withoutNote());
        for (Optional<ModelEntry> better : List.of(discovered, configured)) {
            entry = better.map(entry::merge).orElse(entry);
        }
        return entry.capabilities(source, form(asked.protocol()), asked.carried());
    }

    private Carried.Form form(Protocol protocol) {
        return Objects.requireNonNull(forms.get(protocol), protocol::wire);
    }
}
