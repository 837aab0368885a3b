package studio.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import io.quarkus.jackson.ObjectMapperCustomizer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import studio.web.server.HttpSettings;

/**
 * Serves everything below {@code STUDIO_BASE_PATH} too, for reverse proxies that give the studio a path of a host. Requests are
 * answered with and without it, since some proxies pass it on and some take it away; addresses in answers always carry it.
 */
@Singleton
public final class BasePath implements ObjectMapperCustomizer {
    /** Where the page is. */
    public static final String PAGE = "/webui/";

    private static final String ENTERED = BasePath.class.getName();

    private final String base;

    BasePath(HttpSettings settings) {
        this.base = settings.basePath();
    }

    /** @param path of an address on this server, from {@code /}, as its routes know it */
    public String of(String path) {
        return base + path;
    }

    /** The other way: what {@link #of} was given, or the same text when it does not lie below the base. */
    public String without(String path) {
        return isBelow(path) ? path.substring(base.length()) : path;
    }

    /** Written JSON shows addresses with the base: see {@link ServerPath}. */
    @Override
    public void customize(ObjectMapper mapper) {
        ServerPath.begin(mapper, base);
    }

    public boolean isEmpty() {
        return base.isEmpty();
    }

    /** Runs before anything looks at the path, so that no other handler has to know of the base. */
    public void enter(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        String path = request.path();
        if (path == null || !(path.equals(base) || isBelow(path)) || routing.get(ENTERED) != null) {
            routing.next();
            return;
        }
        // Once only: below itself there is nothing.
        routing.put(ENTERED, true);
        String own = path.equals(base) ? "/" : without(path);
        routing.reroute(request.query() == null ? own : own + "?" + request.query());
    }

    private boolean isBelow(String path) {
        return !base.isEmpty() && path.startsWith(base) && path.startsWith("/", base.length());
    }

    /**
     * Writes a path of this server, such as {@code /gallery/a.png}, as browsers must ask for it: below {@code STUDIO_BASE_PATH}. Other
     * texts (an address elsewhere, a data URL) stay as they are. For {@code @JsonSerialize(using = ServerPath.class)}.
     */
    @RegisterForReflection
    public static final class ServerPath extends JsonSerializer<String> {
        private static final String BASE = ServerPath.class.getName();

        static void begin(ObjectMapper mapper, String base) {
            mapper.setConfig(mapper.getSerializationConfig().withAttribute(BASE, base));
        }

        /** A copy for files, which outlive the base and do not know it. */
        public static ObjectMapper withoutBase(ObjectMapper mapper) {
            ObjectMapper copy = mapper.copy();
            begin(copy, "");
            return copy;
        }

        @Override
        public void serialize(String path, JsonGenerator json, SerializerProvider provider) throws IOException {
            boolean ours = path.startsWith("/") && !path.startsWith("//");
            json.writeString(ours && provider.getAttribute(BASE) instanceof String base ? base + path : path);
        }
    }
}
