package studio.config;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;
import studio.settings.Converters;

/** A sum of money as people write it into settings. */
@RegisterForReflection
@Converters.Expected(WrittenAmount.FORM)
public final class WrittenAmount implements Converter<BigDecimal> {
    /** What is understood, as the end of a sentence. */
    static final String FORM = "an amount in US dollars from 0 to 1000000, for example 2.50";

    private static final Pattern WRITTEN = Pattern.compile("[0-9]{1,7}(\\.[0-9]{1,9})?");
    private static final BigDecimal MAX = new BigDecimal(1_000_000);

    @Override
    public @Nullable BigDecimal convert(String text) {
        return parse(text);
    }

    /** Null for whatever is none. */
    public static @Nullable BigDecimal parse(String text) {
        String amount = text.strip();
        if (!WRITTEN.matcher(amount).matches()) {
            return null;
        }
        BigDecimal value = new BigDecimal(amount);
        return value.compareTo(MAX) > 0 ? null : value;
    }
}
