package studio.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Converters of environment variables. A converter returns null or throws a {@code RuntimeException} for a text that it does not
 * accept. Converters are trimmed and not empty.
 */
public final class Converters {

    /** The texts that a converter accepts: completes "must be". {@code %d} stands for the smallest and for the largest value. */
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Expected {
        String value();

        /** Whether the text may hold a password, and must not be shown. */
        boolean secret() default false;
    }

    /** The smallest and the largest value; of a time in milliseconds, of a size in bytes. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE_USE})
    public @interface Limits {
        long MINUTE = 60_000;
        long DAY = 24 * 60 * MINUTE;

        long min() default 0;

        long max();
    }

    /** How a text is written; {@code expected} completes "must be". */
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE_USE})
    public @interface Form {
        String pattern();

        String expected();
    }

    private Converters() {}

    /** Whether anything is set. What it is stays where it is read: it may be a secret. */
    @RegisterForReflection
    @Expected(value = "anything", secret = true)
    public static final class Given implements Converter<Boolean> {
        @Override
        public @Nullable Boolean convert(String text) {
            return text.isEmpty() ? null : Boolean.TRUE;
        }
    }

    /** A time as a number of milliseconds; Quarkus' own converter takes a number for seconds. */
    @RegisterForReflection
    @Expected("a number of milliseconds from %d to %d")
    public static final class Millis implements Converter<Duration> {
        @Override
        public Duration convert(String text) {
            return Duration.ofMillis(Long.parseLong(text));
        }
    }

    /** A size in bytes: {@code 64M}, {@code 512 KiB}, {@code 20GB} or a number. {@code MemorySize} knows fewer of these and no limits. */
    @RegisterForReflection
    @Expected("a size such as 64M, 512K or a number of bytes, from %d to %d bytes")
    public static final class Bytes implements Converter<Long> {
        private static final Pattern SIZE = Pattern.compile("(\\d{1,16})\\s*([KMG]?)(?:I?B)?");

        @Override
        public @Nullable Long convert(String text) {
            Matcher size = SIZE.matcher(text.toUpperCase(Locale.ROOT));
            return size.matches()
                    ? Math.multiplyExact(Long.parseLong(size.group(1)), 1L << (10 * " KMG".indexOf(size.group(2))))
                    : null;
        }
    }

    /** On or off. The converter of MicroProfile takes every unknown word for off. */
    @RegisterForReflection
    @Expected("true or false")
    public static final class Switch implements Converter<Boolean> {
        @Override
        public @Nullable Boolean convert(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true", "1", "yes", "on" -> true;
                case "false", "0", "no", "off" -> false;
                default -> null;
            };
        }
    }

    /** What a property of type {@code int}, {@code long} or {@code OptionalInt} is read with. */
    @Expected("a whole number from %d to %d")
    static final class Whole implements Converter<Long> {
        @Override
        public Long convert(String text) {
            return Long.valueOf(text);
        }
    }
}
