package studio.settings;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sums of money as people write them into settings. */
public final class Amounts {
    /** What is understood, as the end of a sentence. */
    public static final String FORM = "an amount in US dollars from 0 to 1000000, for example 2.50";

    public static final String FORM_ZH = "0 到 1000000 的美元金额，例如 2.50";

    private static final Pattern WRITTEN = Pattern.compile("[0-9]{1,7}(\\.[0-9]{1,9})?");
    private static final BigDecimal MOST = new BigDecimal(1_000_000);

    private Amounts() {}

    /** Null for whatever is none. */
    public static @Nullable BigDecimal parse(String text) {
        String amount = text.strip();
        if (!WRITTEN.matcher(amount).matches()) {
            return null;
        }
        BigDecimal value = new BigDecimal(amount);
        return value.compareTo(MOST) > 0 ? null : value;
    }
}
