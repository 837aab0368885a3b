package studio.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.WithConverter;
import io.smallrye.config.common.utils.StringUtil;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;
import studio.settings.Converters.Expected;
import studio.settings.Converters.Form;
import studio.settings.Converters.Limits;

/**
 * Finds the values that a mapping does not accept, by its converters and limits. The validation of SmallRye Config ends at the first
 * kind of fault and names properties; people set variables, and need all faults at once.
 */
final class MappingCheck {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+)");
    private static final int SHOWN = 80;

    private MappingCheck() {}

    /** One sentence for each wrong value. */
    static Stream<String> problems(SmallRyeConfig config, Class<?> mapping) {
        String prefix = mapping.getAnnotation(ConfigMapping.class).prefix() + ".";
        return Arrays.stream(mapping.getMethods())
                .filter(method -> !method.isDefault())
                .sorted(Comparator.comparing(Method::getName))
                .map(method -> problem(method, config.getConfigValue(prefix + StringUtil.skewer(method.getName()))))
                .flatMap(Optional::stream);
    }

    private static Optional<String> problem(Method method, ConfigValue value) {
        AnnotatedElement place = method.getAnnotatedReturnType() instanceof AnnotatedParameterizedType optional
                ? optional.getAnnotatedActualTypeArguments()[0]
                : method;
        String text = value.getValue();
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        String name = VARIABLE.matcher(String.valueOf(value.getRawValue()))
                .results()
                .findFirst()
                .map(variable -> variable.group(1))
                .orElse(value.getName());
        return expected(place, method.getReturnType(), text).map(expected -> {
            String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
            return secret(place)
                    ? "%s must be %s.".formatted(name, expected)
                    : "%s is \"%s\", but must be %s.".formatted(name, shown, expected);
        });
    }

    private static boolean secret(AnnotatedElement place) {
        WithConverter converter = place.getAnnotation(WithConverter.class);
        Expected expected = converter == null ? null : converter.value().getAnnotation(Expected.class);
        return expected != null && expected.secret();
    }

    /** What the text should be; empty when it is that. */
    private static Optional<String> expected(AnnotatedElement place, Class<?> type, String text) {
        Form form = place.getAnnotation(Form.class);
        if (form != null) {
            return Optional.of(form.expected()).filter(ignored -> !text.matches(form.pattern()));
        }
        Converter<?> converter = converter(place, type);
        if (converter == null) {
            return Optional.empty();
        }
        Limits limits = place.getAnnotation(Limits.class);
        return Optional.of(converter.getClass().getAnnotation(Expected.class).value())
                .filter(ignored -> !holds(converter, limits, text))
                .map(expected -> limits == null ? expected : expected.formatted(limits.min(), limits.max()));
    }

    private static boolean holds(Converter<?> converter, @Nullable Limits limits, String text) {
        try {
            return switch (converter.convert(text)) {
                case Long number -> within(limits, number);
                case Duration time -> within(limits, time.toMillis());
                case null -> false;
                default -> true;
            };
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static boolean within(@Nullable Limits limits, long value) {
        return limits == null || (value >= limits.min() && value <= limits.max());
    }

    private static @Nullable Converter<?> converter(AnnotatedElement place, Class<?> type) {
        WithConverter converter = place.getAnnotation(WithConverter.class);
        if (converter == null) {
            return type == int.class || type == long.class || type == OptionalInt.class ? new Converters.Whole() : null;
        }
        try {
            return converter.value().getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
