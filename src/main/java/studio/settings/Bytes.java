package studio.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A size in bytes: {@code 64M}, {@code 512 KiB}, {@code 20GB} or a number. {@code MemorySize} knows fewer of these and no limits. */
@RegisterForReflection
public final class Bytes extends Form<Long> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,16})\\s*([KMG]?)(?:I?B)?");

    public Bytes() {
        super("a size such as 64M, 512K or a number of bytes, from %d to %d bytes");
    }

    @Override
    public @Nullable Long convert(String text) {
        Matcher matcher = SIZE.matcher(text.toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            return null;
        }
        int shift =
                switch (matcher.group(2)) {
                    case "K" -> 10;
                    case "M" -> 20;
                    case "G" -> 30;
                    default -> 0;
                };
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift);
    }
}
