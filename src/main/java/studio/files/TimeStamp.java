package studio.files;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The time in names of files: {@code 20261123-191500}, UTC, which sorts by time. */
public final class TimeStamp {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private TimeStamp() {}

    public static String of(Instant time) {
        return FORM.format(time);
    }
}
