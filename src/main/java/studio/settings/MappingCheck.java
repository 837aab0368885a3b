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
        ConfigValue value = config.getConfigValue(
                mapping.getAnnotation(ConfigMapping.class).prefix() + "." + StringUtil.skewer(method.getName()));
        String text = value.getValue();
        if (form == null || text == null || text.isBlank() || isWithin(place, form, text)) {
            return Optional.empty();
        }
        Matcher variable = VARIABLE.matcher(String.valueOf(value.getRawValue()));
        return Optional.of("%s is \"%s\", but must be %s."
                .formatted(
                        variable.find() ? variable.group(1) : value.getName(),
                        text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…",
                        form.expected(min(place), max(place))));
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

    private static boolean isWithin(AnnotatedElement place, Form<?> form, String text) {
        Object value;
        try {
            value = form.convert(text);
        } catch (RuntimeException e) {
            return false;
        }
        long size =
                switch (value) {
                    case Long number -> number;
                    case Duration time -> time.toMillis();
                    case null -> Long.MIN_VALUE;
                    default -> min(place);
                };
        return value != null && size >= min(place) && size <= max(place);
    }

    private static long min(AnnotatedElement place) {
        Min number = place.getAnnotation(Min.class);
        DurationMin time = place.getAnnotation(DurationMin.class);
        if (time != null) {
            return Duration.ofDays(time.days())
                    .plusMinutes(time.minutes())
                    .plusMillis(time.millis())
                    .toMillis();
        }
        return number == null ? Long.MIN_VALUE : number.value();
    }

    private static long max(AnnotatedElement place) {
        Max number = place.getAnnotation(Max.class);
        DurationMax time = place.getAnnotation(DurationMax.class);
        if (time != null) {
            return Duration.ofDays(time.days())
                    .plusMinutes(time.minutes())
                    .plusMillis(time.millis())
                    .toMillis();
        }
        return number == null ? Long.MAX_VALUE : number.value();
    }
}
