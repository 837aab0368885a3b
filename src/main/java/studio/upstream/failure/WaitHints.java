package studio.upstream.failure;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds how long an upstream asks to wait, in any of the forms in use; the clearest form wins. */
public final class WaitHints {
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h|d)");
    private static final Pattern WORDS = Pattern.compile(Words.anyOf("waits").pattern(), Pattern.CASE_INSENSITIVE);
    private static final Pattern MILLIS = Words.anyOf("waits in milliseconds");
    private static final Pattern MINUTES = Words.anyOf("waits in minutes");

    private WaitHints() {}

    public static @Nullable Duration find(Function<String, @Nullable String> header, JsonNode body, Instant now) {
        Duration hint = number(header.apply("retry-after-ms"), 1);
        hint = hint != null ? hint : retryAfter(header.apply("retry-after"), now);
        hint = hint != null ? hint : inBody(body);
        hint = hint != null ? hint : longestReset(header);
        hint = hint != null ? hint : epoch(header.apply("x-ratelimit-reset"), now);
        hint = hint != null ? hint : words(body);
        if (hint == null) {
            return null;
        }
        return hint.isNegative() ? Duration.ZERO : hint.compareTo(LONGEST) > 0 ? LONGEST : hint;
    }

    private static @Nullable Duration retryAfter(@Nullable String value, Instant now) {
        if (value == null) {
            return null;
        }
        Duration seconds = number(value, 1000);
        if (seconds != null) {
            return seconds;
        }
        try {
            return Duration.between(
                    now,
                    ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException notADate) {
            return parts(value);
        }
    }

    /** Google's {@code RetryInfo.retryDelay}, OpenRouter's {@code availability.retry_after}, {@code retry_after}. */
    private static @Nullable Duration inBody(JsonNode body) {
        for (String name : new String[] {"retryDelay", "retry_delay"}) {
            for (JsonNode delay : body.findValues(name)) {
                Duration hint = parts(delay.asText(""));
                if (hint != null) {
                    return hint;
                }
            }
        }
        for (JsonNode seconds : body.findValues("retry_after")) {
            Duration hint = number(seconds.asText(""), 1000);
            if (hint != null) {
                return hint;
            }
        }
        return null;
    }

    private static @Nullable Duration longestReset(Function<String, @Nullable String> header) {
        Duration longest = null;
        for (String kind : new String[] {"requests", "tokens", "images"}) {
            String left = header.apply("x-ratelimit-remaining-" + kind);
            String reset = header.apply("x-ratelimit-reset-" + kind);
            Duration hint = reset == null || (left != null && !left.strip().equals("0")) ? null : parts(reset);
            if (hint != null && (longest == null || hint.compareTo(longest) > 0)) {
                longest = hint;
            }
        }
        return longest;
    }

    /** Seconds or milliseconds since 1970, or, when too small for either, seconds from now. */
    private static @Nullable Duration epoch(@Nullable String value, Instant now) {
        Duration asMillis = number(value, 1);
        if (asMillis == null) {
            return value == null ? null : parts(value);
        }
        long number = asMillis.toMillis();
        if (number > 100_000_000_000L) {
            return Duration.between(now, Instant.ofEpochMilli(number));
        }
        return number > 1_000_000_000L
                ? Duration.between(now, Instant.ofEpochSecond(number))
                : Duration.ofSeconds(number);
    }

    private static @Nullable Duration words(JsonNode body) {
        JsonNode message = body.findValue("message");
        String text = body.isTextual() ? body.asText() : message == null ? "" : message.asText("");
        Matcher matcher = WORDS.matcher(text.length() > 4_000 ? text.substring(0, 4_000) : text);
        if (!matcher.find()) {
            return null;
        }
        boolean chinese = matcher.group(2) == null;
        String unit = matcher.group(chinese ? 4 : 2);
        int millisEach =
                MILLIS.matcher(unit).matches() ? 1 : MINUTES.matcher(unit).matches() ? 60_000 : 1_000;
        return number(matcher.group(chinese ? 3 : 1), millisEach);
    }

    private static @Nullable Duration number(@Nullable String value, long millisEach) {
        if (value == null || !value.strip().matches("-?\\d{1,15}(\\.\\d{1,9})?")) {
            return null;
        }
        return Duration.ofMillis(Math.round(Double.parseDouble(value.strip()) * millisEach));
    }

    /** Go-style durations: {@code 6m0s}, {@code 1.2s}, {@code 250ms}. */
    private static @Nullable Duration parts(String text) {
        if (text.length() > 40) {
            return null;
        }
        Matcher matcher = PART.matcher(text.strip());
        Duration sum = Duration.ZERO;
        int at = 0;
        while (matcher.lookingAt()) {
            long unit =
                    switch (matcher.group(2)) {
                        case "ms" -> 1;
                        case "s" -> 1_000;
                        case "m" -> 60_000;
                        case "h" -> 3_600_000;
                        default -> 86_400_000;
                    };
            Duration part = number(matcher.group(1), unit);
            if (part == null) {
                return null;
            }
            sum = sum.plus(part);
            at = matcher.end();
            matcher.region(at, text.strip().length());
        }
        return at > 0 && at == text.strip().length() ? sum : null;
    }
}
