package studio.upstream.dialect;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import studio.model.Protocol;
import studio.upstream.Connection;

/**
 * The variants of protocols that there are, from {@code dialects.json} among the resources. One is chosen by name in an API
 * config, or by the endpoint's host; for an unknown host it is the first of its protocol.
 */
@Singleton
public class Dialects {
    private static final Logger LOG = Logger.getLogger(Dialects.class);

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Map<String, Dialect> byName = new LinkedHashMap<>();

    public Dialects() {
        try (InputStream in = Objects.requireNonNull(Dialects.class.getResourceAsStream("/dialects.json"))) {
            JsonNode file = MAPPER.readTree(in);
            Map<String, ObjectNode> written = new LinkedHashMap<>();
            for (JsonNode entry : file.path("dialects")) {
                JsonNode model =
                        written.getOrDefault(entry.path("like").asText(""), (ObjectNode) file.path("defaults"));
                ObjectNode whole = like((ObjectNode) model, (ObjectNode) entry);
                Dialect dialect = MAPPER.treeToValue(whole, Dialect.class);
                written.put(dialect.name(), whole);
                byName.put(dialect.name(), dialect);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fields replace those of the model; those of a task one by one. */
    private static ObjectNode like(ObjectNode model, ObjectNode own) {
        ObjectNode whole = model.deepCopy();
        whole.setAll(own);
        if (model.path("task") instanceof ObjectNode task && own.path("task") instanceof ObjectNode ownTask) {
            whole.set("task", task.deepCopy().setAll(ownTask));
        }
        return whole;
    }

    /** What an API config may name: {@value Connection#BY_HOST} first. */
    public List<String> names() {
        return Stream.concat(Stream.of(Connection.BY_HOST), byName.keySet().stream())
                .toList();
    }

    public Collection<Dialect> all() {
        return List.copyOf(byName.values());
    }

    public Dialect of(Connection connection) {
        return of(connection.endpoint(), connection.dialect(), connection.protocol());
    }

    /** Whether a protocol has variants. */
    public boolean vary(Protocol protocol) {
        return byName.values().stream().anyMatch(dialect -> dialect.protocol() == protocol);
    }

    /** A variant of the images form. */
    public Dialect of(URI endpoint, String name) {
        return of(endpoint, name, Protocol.OPENAI_IMAGES);
    }

    /**
     * @param name {@value Connection#BY_HOST}, or one of {@link #names()}; an unknown one, or one of another protocol, counts as the
     *     former
     */
    public Dialect of(URI endpoint, String name, Protocol protocol) {
        Dialect named = byName.get(name);
        if (named != null && named.protocol() == protocol) {
            return named;
        }
        if (named == null && !name.equals(Connection.BY_HOST)) {
            LOG.warnf("There is no dialect \"%s\"; it is chosen by the host of the endpoint. Known: %s", name, names());
        }
        String host = String.valueOf(endpoint.getHost());
        List<Dialect> ofProtocol = byName.values().stream()
                .filter(dialect -> dialect.protocol() == protocol)
                .toList();
        return ofProtocol.stream()
                .filter(dialect -> dialect.isFor(host))
                .findFirst()
                .orElseGet(ofProtocol::getFirst);
    }

    /**
     * The protocol that a name, or else host and path of an endpoint, settle by themselves; empty when they leave it open. Where a
     * host has several, the path decides, and without one the first in the data.
     */
    Optional<Protocol> settled(URI endpoint, String name) {
        Dialect named = byName.get(name);
        if (named != null) {
            return Optional.of(named.protocol());
        }
        String host = String.valueOf(endpoint.getHost());
        String path = String.valueOf(endpoint.getPath());
        List<Dialect> here =
                byName.values().stream().filter(dialect -> dialect.isFor(host)).toList();
        return here.stream()
                .filter(dialect -> dialect.isAt(path))
                .findFirst()
                .or(() -> here.stream().findFirst())
                .map(Dialect::protocol);
    }
}
