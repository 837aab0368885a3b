package studio.testing;

import java.util.HashMap;
import java.util.Map;
import studio.storage.RealPostgres;

/** The same for an instance that is one version behind the schema of its PostgreSQL, as in the middle of a rolling update. */
public final class NewerCluster extends FreshFolders {

    @Override
    public Map<String, String> start() {
        Map<String, String> values = new HashMap<>(super.start());
        values.put("STUDIO_DATABASE_URL", RealPostgres.newerUrl());
        values.put("STUDIO_GALLERY_SHARED", "true");
        return values;
    }
}
