package studio.testing;

import java.util.HashMap;
import java.util.Map;

/** The same for an instance on a fresh database of a real PostgreSQL. */
public final class FreshCluster extends FreshFolders {

    @Override
    public Map<String, String> start() {
        Map<String, String> values = new HashMap<>(super.start());
        values.putAll(cluster());
        return values;
    }
}
