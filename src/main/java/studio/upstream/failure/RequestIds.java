package studio.upstream.failure;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The upstream's own id of an exchange, for its support and its usage page. */
public final class RequestIds {
    private static final List<String> HEADERS = Words.list("request id headers");

    private RequestIds() {}

    public static @Nullable String of(Function<String, @Nullable String> header) {
        for (String name : HEADERS) {
            String value = header.apply(name);
            if (value != null && !value.isBlank()) {
                return value.length() > 200 ? value.substring(0, 200) : value;
            }
        }
        return null;
    }
}
