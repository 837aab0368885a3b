package studio.upstream.asynctask;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import studio.upstream.Connection;
import studio.upstream.Ticket;
import studio.upstream.dialect.AsyncTask;
import studio.upstream.dialect.Dialect;
import studio.upstream.dialect.Dialect.Submission;
import studio.upstream.transport.ApiBase;

/** The addresses of an API with tasks, behind what people type: its host, its base, or the full address of one of its calls. */
final class TaskAddresses {
    private final Connection connection;
    private final Dialect dialect;
    private final ApiBase base;

    TaskAddresses(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
        ApiBase typed = ApiBase.of(connection.endpoint(), dialect.basePath());
        this.base = new ApiBase(withoutCall(typed.base()), typed.query());
    }

    /** A call's own path at the end is left out, whatever model it is for. */
    private String withoutCall(String typed) {
        String root = dialect.basePath();
        boolean modelInPath =
                dialect.submissions().stream().anyMatch(one -> one.path().startsWith("/{model}"));
        if (modelInPath && typed.matches(".*\\Q" + root + "\\E/[^/]+")) {
            return typed.substring(0, typed.lastIndexOf('/'));
        }
        return typed.replaceFirst("/(?:services/aigc/[^/]+/[^/]+|tasks|images/(?:generations|edits)/async)$", "");
    }

    URI submit(Submission submission, String model, boolean references) {
        String path = references && submission.edits() != null ? submission.edits() : submission.path();
        return base.at(path.replace("{model}", encoded(model.substring(model.lastIndexOf('/') + 1))));
    }

    /** The address that the upstream gave, when it is trusted; else by the dialect. */
    URI poll(Ticket ticket) {
        URI given = ticket.address() == null ? null : trusted(ticket.address());
        return given != null ? given : at(task().poll(), ticket.id());
    }

    /** Null where a task cannot be called off. */
    @Nullable
    URI cancel(Ticket ticket) {
        String path = task().cancel();
        return path == null ? null : at(path, ticket.id());
    }

    URI at(String path) {
        return path.startsWith("//") ? connection.endpoint().resolve(path.substring(1)) : base.at(path);
    }

    private URI at(String template, String id) {
        String path = template.replace("{id}", encoded(id));
        int query = path.indexOf('?');
        return query < 0 ? base.at(path) : base.at(path.substring(0, query), path.substring(query + 1));
    }

    /** The key goes along with the question, so that the address must be the endpoint's own, or of the provider's hosts over TLS. */
    private @Nullable URI trusted(String address) {
        try {
            URI url = connection.endpoint().resolve(address);
            URI own = connection.endpoint();
            boolean sameOrigin = Objects.equals(url.getScheme(), own.getScheme())
                    && String.valueOf(url.getHost()).equalsIgnoreCase(own.getHost())
                    && url.getPort() == own.getPort();
            boolean provider = "https".equals(String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT))
                    && url.getPort() == -1
                    && dialect.isFor(String.valueOf(url.getHost()))
                    && dialect.isFor(String.valueOf(own.getHost()));
            return (sameOrigin || provider) && url.getUserInfo() == null ? url : null;
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }

    private AsyncTask task() {
        return Objects.requireNonNull(dialect.task());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
