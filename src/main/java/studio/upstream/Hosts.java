package studio.upstream;

import java.net.URI;
import java.util.Locale;

/** Upstreams that are known by their host name. */
public final class Hosts {
    private Hosts() {}

    public static boolean openRouter(URI endpoint) {
        String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
        return host.equals("openrouter.ai") || host.endsWith(".openrouter.ai");
    }
}
