package studio.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code auth.tokenExpiresIn}: {@code 12h}, {@code 7d}, {@code 30m}, {@code 90s} or a number of seconds. */
final class Lifetimes {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*([smhdw]?)");
    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final Duration MOST = Duration.ofDays(366);

    private Lifetimes() {}

    /** Empty when the text is no lifetime from one minute to 366 days. */
    static Optional<Duration> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        Duration lifetime =
                switch (matcher.group(2)) {
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    case "d" -> Duration.ofDays(number);
                    case "w" -> Duration.ofDays(7 * number);
                    default -> Duration.ofSeconds(number);
                };
        return lifetime.compareTo(LEAST) >= 0 && lifetime.compareTo(MOST) <= 0
                ? Optional.of(lifetime)
                : Optional.empty();
    }
}
