package studio.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** On or off. The converter of MicroProfile takes every unknown word for off. */
@RegisterForReflection
public final class Switch extends Form<Boolean> {
    public Switch() {
        super("true or false");
    }

    @Override
    public @Nullable Boolean convert(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on" -> true;
            case "false", "0", "no", "off" -> false;
            default -> null;
        };
    }
}
