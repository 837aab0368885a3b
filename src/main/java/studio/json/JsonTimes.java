package studio.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads times as programs write them: ISO 8601 with any offset, or none for UTC; seconds or milliseconds since 1970, as a number
 * or as text. Anything that is no time after 1970 and before the year 10000 is empty.
 */
public final class JsonTimes {
    private static final int MAX_LENGTH = 64;
    /** The end of the year 9999, in seconds. */
    private static final long END = 253_402_300_800L;

    /** 1973; what is smaller is a date in digits, such as 20261129, or nothing. */
    private static final BigDecimal FIRST_SECONDS = BigDecimal.valueOf(100_000_000L);

    /** As seconds this is the year 5138, as milliseconds 1973: none is written for the other. */
    private static final BigDecimal FIRST_MILLIS = BigDecimal.valueOf(100_000_000_000L);

    /** 2286; what is larger is a time in digits, such as 20261129083000, or counts something smaller. */
    private static final BigDecimal LAST_MILLIS = BigDecimal.valueOf(9_999_999_999_999L);

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private JsonTimes() {}

    public static Optional<Instant> read(JsonNode node) {
        return node.isNumber() ? sinceEpoch(node.asText()) : parse(node.textValue());
    }

    public static Optional<Instant> parse(@Nullable String written) {
        String text = written == null ? "" : written.strip();
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            Instant time = iso(text.length() > 10 && text.charAt(10) == ' ' ? text.replaceFirst(" ", "T") : text);
            return Optional.of(time).filter(found -> found.isAfter(Instant.EPOCH) && found.getEpochSecond() < END);
        } catch (DateTimeException e) {
            return sinceEpoch(text);
        }
    }

    private static Instant iso(String text) {
        TemporalAccessor read = ISO.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
        return switch (read) {
            case OffsetDateTime time -> time.toInstant();
            case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
            default -> LocalDate.from(read).atStartOfDay().toInstant(ZoneOffset.UTC);
        };
    }

    private static Optional<Instant> sinceEpoch(String digits) {
        try {
            BigDecimal number = new BigDecimal(digits);
            if (number.compareTo(FIRST_SECONDS) < 0 || number.compareTo(LAST_MILLIS) > 0) {
                return Optional.empty();
            }
            BigDecimal millis = number.compareTo(FIRST_MILLIS) < 0 ? number.movePointRight(3) : number;
            return Optional.of(Instant.ofEpochMilli(millis.longValue()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
