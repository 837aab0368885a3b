package studio.web.server;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.settings.Form;

/** A path without a slash at its end; empty for {@code /}. */
@RegisterForReflection
public final class BasePathForm extends Form<String> {
    private static final Pattern PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]{1,64}){1,8}");

    /** Where the server's own addresses begin; a base with one of these names would be ambiguous. */
    private static final Set<String> OWN = Set.of("api", "gallery", "q", "sandbox", "webui");

    public BasePathForm() {
        super("a path such as /studio, of letters, digits and . _ ~ -, that does not begin with /api, /gallery, /q,"
                + " /sandbox or /webui");
    }

    @Override
    public @Nullable String convert(String text) {
        String path = text.replaceFirst("/+$", "");
        boolean fits = path.isEmpty()
                || (PATH.matcher(path).matches()
                        && !OWN.contains(path.substring(1).split("/", 2)[0]));
        return fits ? path : null;
    }
}
