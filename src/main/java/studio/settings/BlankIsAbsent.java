package studio.settings;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Trims what environment variables hold, and treats one that is set and blank as not set, so that <code>${PORT:51130}</code> in
 * {@code application.properties} yields the default. Runs beneath the expansion of such expressions.
 */
@Priority(Priorities.LIBRARY + 100)
public final class BlankIsAbsent implements ConfigSourceInterceptor {
    private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9_]*");

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        if (value == null || value.getValue() == null || !VARIABLE.matcher(name).matches()) {
            return value;
        }
        String text = value.getValue().strip();
        return text.isEmpty() ? null : value.withValue(text);
    }
}
