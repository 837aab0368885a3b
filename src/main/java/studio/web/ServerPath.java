package studio.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;

/**
 * Writes a path of this server, such as {@code /gallery/a.png}, as browsers must ask for it: below {@code STUDIO_BASE_PATH}. Other
 * texts (an address elsewhere, a data URL) stay as they are. For {@code @JsonSerialize(using = ServerPath.class)}.
 */
@RegisterForReflection
public final class ServerPath extends JsonSerializer<String> {
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
