package studio.testing;

import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** {@link FreshFolders} for a packaged server, whose port the launcher of {@code @QuarkusIntegrationTest} has chosen. */
public class PackagedFolders extends FreshFolders {
    @Override
    public Map<String, String> start() {
        Map<String, String> values = super.start();
        values.put("PORT", ConfigProvider.getConfig().getValue("quarkus.http.test-port", String.class));
        return values;
    }
}
