package studio.practice;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Small JSON objects, in the order in which they are written here; unlike {@link Map#of}, nulls may be in them. */
public final class JsonMap {
    private JsonMap() {}

    /** @param namesAndValues names at the even places, each followed by its value */
    public static Map<String, Object> of(@Nullable Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            put(map, String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return map;
    }

    @SuppressWarnings("NullAway") // Jackson writes a null as null.
    private static void put(Map<String, Object> map, String name, @Nullable Object value) {
        map.put(name, value);
    }
}
