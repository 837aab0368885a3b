package studio.settings;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Settings as the server makes them of environment variables. */
public final class TestSettings {
    private TestSettings() {}

    /** The documented defaults. */
    public static <T> T of(Class<T> mapping) {
        return of(mapping, Map.of());
    }

    public static <T> T of(Class<T> mapping, Map<String, String> variables) {
        return Environment.of(variables).get(mapping);
    }

    /** All folders in one, whose disk may be full. */
    public static FolderSettings folders(Path root, Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.putIfAbsent("MIN_FREE_BYTES", "0");
        all.put("STUDIO_CONFIG_FILE", root.resolve("config/app.config.json").toString());
        all.put("STUDIO_DATA_DIR", root.resolve("data").toString());
        all.put("STUDIO_GALLERY_DIR", root.resolve("gallery").toString());
        return of(FolderSettings.class, all);
    }
}
