package studio.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The variants of the images form that there are, from {@code dialects.json} among the resources. One is chosen by name in an API
 * config, or by the endpoint's host; a host that nobody knows is taken to speak as OpenAI does.
 */
@Singleton
public class Dialects {
    private static final Logger LOG = Logger.getLogger(Dialects.class);

    private final Map<String, Dialect> byName = new LinkedHashMap<>();
    private final Dialect standard;

    public Dialects() {
        Map<String, ObjectNode> written = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(Dialects.class.getResourceAsStream("/dialects.json"))) {
            for (JsonNode entry : new ObjectMapper().readTree(in)) {
                ObjectNode whole = ((ObjectNode) entry).deepCopy();
                ObjectNode model = written.get(entry.path("like").asText(""));
                if (model != null) {
                    whole = model.deepCopy().setAll(whole);
                }
                Dialect dialect = Dialect.read(whole);
                written.put(dialect.name(), whole);
                byName.put(dialect.name(), dialect);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.standard = Objects.requireNonNull(byName.get("openai"));
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
        return of(connection.endpoint(), connection.dialect());
    }

    /** @param name {@value Connection#BY_HOST}, or one of {@link #names()}; an unknown one counts as the former */
    public Dialect of(URI endpoint, String name) {
        Dialect named = byName.get(name);
        if (named != null) {
            return named;
        }
        if (!name.equals(Connection.BY_HOST)) {
            LOG.warnf("There is no dialect \"%s\"; it is chosen by the host of the endpoint. Known: %s", name, names());
        }
        String host = String.valueOf(endpoint.getHost());
        return byName.values().stream()
                .filter(dialect -> dialect.isFor(host))
                .findFirst()
                .orElse(standard);
    }
}
