package studio.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.WithConverter;
import io.smallrye.config.common.utils.StringUtil;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

/**
 * Finds the values that a mapping does not accept, by its converters and constraints. The validation of SmallRye Config ends at the
 * first kind of fault and names properties; people set variables, and are told all of them at once.
 */
final class MappingCheck {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)");
    private static final int SHOWN = 80;

    private final SmallRyeConfig config;
    private final Class<?> mapping;

    MappingCheck(SmallRyeConfig config, Class<?> mapping) {
        this.config = config;
        this.mapping = mapping;
    }

    /** One sentence for each wrong value. */
    Stream<String> problems() {
        return Arrays.stream(mapping.getMethods())
                .filter(method -> !method.isDefault())
                .sorted(Comparator.comparing(Method::getName))
                .map(this::problem)
                .flatMap(Optional::stream);
    }

    private Optional<String> problem(Method method) {
        AnnotatedElement place = method.getAnnotatedReturnType() instanceof AnnotatedParameterizedType optional
                ? optional.getAnnotatedActualTypeArguments()[0]
                : method;
        Form<?> form = form(place, method.getReturnType());
        Range range = Range.of(place);
        ConfigValue value = config.getConfigValue(
                mapping.getAnnotation(ConfigMapping.class).prefix() + "." + StringUtil.skewer(method.getName()));
        String text = value.getValue();
        if (form == null || text == null || text.isBlank() || range.holds(form, text)) {
            return Optional.empty();
        }
        Matcher variable = VARIABLE.matcher(String.valueOf(value.getRawValue()));
        return Optional.of("%s is \"%s\", but must be %s."
                .formatted(
                        variable.find() ? variable.group(1) : value.getName(),
                        text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…",
                        form.expected(range.min(), range.max())));
    }

    private static @Nullable Form<?> form(AnnotatedElement place, Class<?> type) {
        WithConverter converter = place.getAnnotation(WithConverter.class);
        if (converter == null) {
            return type == int.class || type == long.class ? new Whole() : null;
        }
        try {
            return (Form<?>) converter.value().getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Whole extends Form<Long> {
        Whole() {
            super("a whole number from %d to %d");
        }

        @Override
        public Long convert(String text) {
            return Long.valueOf(text);
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

        boolean holds(Form<?> form, String text) {
            try {
                return switch (form.convert(text)) {
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
