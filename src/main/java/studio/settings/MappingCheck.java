package studio.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.WithConverter;
import io.smallrye.config.common.utils.StringUtil;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.Converter;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

/**
 * Finds the values that a mapping does not accept, by its converters and constraints. The validation of SmallRye Config ends at the
 * first kind of fault and names properties; people set variables, and need all faults at once.
 */
final class MappingCheck {
    private static final java.util.regex.Pattern VARIABLE = java.util.regex.Pattern.compile("\\$\\{([A-Z_]+)");
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
        return expected(place, method.getReturnType(), text).map(expected -> "%s is \"%s\", but must be %s."
                .formatted(
                        VARIABLE.matcher(String.valueOf(value.getRawValue()))
                                .results()
                                .findFirst()
                                .map(variable -> variable.group(1))
                                .orElse(value.getName()),
                        text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…",
                        expected));
    }

    /** What the text should be; empty when it is that. */
    private static Optional<String> expected(AnnotatedElement place, Class<?> type, String text) {
        Pattern pattern = place.getAnnotation(Pattern.class);
        if (pattern != null) {
            return Optional.of(pattern.message()).filter(ignored -> !text.matches(pattern.regexp()));
        }
        Converter<?> converter = converter(place, type);
        if (converter == null) {
            return Optional.empty();
        }
        Range range = Range.of(place);
        return Optional.of(converter.getClass().getAnnotation(Converters.Expected.class))
                .filter(ignored -> !range.holds(converter, text))
                .map(expected -> expected.value().formatted(range.min(), range.max()));
    }

    private static @Nullable Converter<?> converter(AnnotatedElement place, Class<?> type) {
        WithConverter converter = place.getAnnotation(WithConverter.class);
        if (converter == null) {
            return type == int.class || type == long.class ? new Converters.Whole() : null;
        }
        try {
            return converter.value().getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of numbers, and of times in milliseconds. */
    private record Range(long min, long max) {

        static Range of(AnnotatedElement place) {
            Min min = place.getAnnotation(Min.class);
            Max max = place.getAnnotation(Max.class);
            DurationMin shortest = place.getAnnotation(DurationMin.class);
            DurationMax longest = place.getAnnotation(DurationMax.class);
            return longest != null && shortest != null
                    ? new Range(
                            shortest.millis(),
                            Duration.ofDays(longest.days())
                                    .plusMinutes(longest.minutes())
                                    .toMillis())
                    : new Range(min == null ? Long.MIN_VALUE : min.value(), max == null ? Long.MAX_VALUE : max.value());
        }

        boolean holds(Converter<?> converter, String text) {
            try {
                return switch (converter.convert(text)) {
                    case Long number -> number >= min && number <= max;
                    case Duration time -> time.toMillis() >= min && time.toMillis() <= max;
                    case null -> false;
                    default -> true;
                };
            } catch (RuntimeException e) {
                return false;
            }
        }
    }
}
