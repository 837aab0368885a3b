package studio.settings;

import org.eclipse.microprofile.config.spi.Converter;

/**
 * Converts the text of an environment variable and names the texts that it accepts. For any other text it returns null or throws a
 * {@code RuntimeException}. Texts are trimmed and not empty.
 */
public abstract class Form<T> implements Converter<T> {
    private final String expected;

    /** @param expected completes "must be"; {@code %d} stands for the smallest and for the largest value */
    protected Form(String expected) {
        this.expected = expected;
    }

    String expected(long min, long max) {
        return expected.formatted(min, max);
    }
}
