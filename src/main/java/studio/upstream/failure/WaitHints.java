package studio.upstream.failure;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds how long an upstream asks to wait, in any of the forms in use; the clearest form wins. */
public final class WaitHints {
    private static final Duration MAX = Duration.ofDays(7);
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,15}(\\.\\d{1,9})?");

    /** Go-style durations: {@code 6m0s}, {@code 1.2s}, {@code 250ms}. */
    private static final Pattern PART = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)(ms|s|m|h|d)");

    private static final Pattern PARTS = Pattern.compile("(?:" + PART + ")+");
    private static final Map<String, Long> UNITS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private static final Pattern WORDS = Words.anyCase("waits");
    private static final Pattern MILLIS = Words.anyOf("waits in milliseconds");
    private static final Pattern MINUTES = Words.anyOf("waits in minutes");
    private static final int READ = 4_000;

    private WaitHints() {}

    /** Null when it does not ask for any. */
    public static @Nullable Duration find(Function<String, @Nullable String> header, JsonNode body, Instant now) {
        return number(header.apply("retry-after-ms"), 1)
                .or(() -> retryAfter(header.apply("retry-after"), now))
                .or(() -> inBody(body))
                .or(() -> longestReset(header))
                .or(() -> epoch(header.apply("x-ratelimit-reset"), now))
                .or(() -> inWords(body))
                .map(hint -> hint.isNegative() ? Duration.ZERO : hint.compareTo(MAX) > 0 ? MAX : hint)
                .orElse(null);
    }

    private static Optional<Duration> retryAfter(@Nullable String value, Instant now) {
        return number(value, 1_000).or(() -> date(value, now)).or(() -> parts(value));
    }

    private static Optional<Duration> date(@Nullable String value, Instant now) {
        try {
            return value == null
                    ? Optional.empty()
                    : Optional.of(Duration.between(
                            now,
                            ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant()));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    /** Google's {@code RetryInfo.retryDelay}, OpenRouter's {@code availability.retry_after}, {@code retry_after}. */
    private static Optional<Duration> inBody(JsonNode body) {
        return Stream.concat(
                        Stream.of("retryDelay", "retry_delay")
                                .flatMap(name -> body.findValues(name).stream())
                                .flatMap(delay -> parts(delay.asText("")).stream()),
                        body.findValues("retry_after").stream()
                                .flatMap(seconds -> number(seconds.asText(""), 1_000).stream()))
                .findFirst();
    }

    private static Optional<Duration> longestReset(Function<String, @Nullable String> header) {
        return Stream.of("requests", "tokens", "images")
                .filter(kind -> {
                    String left = header.apply("x-ratelimit-remaining-" + kind);
                    return left == null || left.strip().equals("0");
                })
                .flatMap(kind -> parts(header.apply("x-ratelimit-reset-" + kind)).stream())
                .max(Comparator.naturalOrder());
    }

    /** Seconds or milliseconds since 1970, or, when too small for either, seconds from now. */
    private static Optional<Duration> epoch(@Nullable String value, Instant now) {
        return number(value, 1)
                .map(asMillis -> {
                    long number = asMillis.toMillis();
                    if (number > 100_000_000_000L) {
                        return Duration.between(now, Instant.ofEpochMilli(number));
                    }
                    return number > 1_000_000_000L
                            ? Duration.between(now, Instant.ofEpochSecond(number))
                            : Duration.ofSeconds(number);
                })
                .or(() -> parts(value));
    }

    private static Optional<Duration> inWords(JsonNode body) {
        JsonNode message = body.findValue("message");
        String text = body.isTextual() ? body.asText() : message == null ? "" : message.asText("");
        Matcher matcher = WORDS.matcher(text.length() > READ ? text.substring(0, READ) : text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        boolean chinese = matcher.group(2) == null;
        String unit = matcher.group(chinese ? 4 : 2);
        int millisEach =
                MILLIS.matcher(unit).matches() ? 1 : MINUTES.matcher(unit).matches() ? 60_000 : 1_000;
        return number(matcher.group(chinese ? 3 : 1), millisEach);
    }

    private static Optional<Duration> number(@Nullable String value, long millisEach) {
        String number = value == null ? "" : value.strip();
        return NUMBER.matcher(number).matches()
                ? Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(number) * millisEach)))
                : Optional.empty();
    }

    private static Optional<Duration> parts(@Nullable String value) {
        String text = value == null || value.length() > 40 ? "" : value.strip();
        return PARTS.matcher(text).matches()
                ? PART.matcher(text)
                        .results()
                        .flatMap(part -> number(part.group(1), UNITS.getOrDefault(part.group(2), 0L)).stream())
                        .reduce(Duration::plus)
                : Optional.empty();
    }
}
