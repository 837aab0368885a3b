package studio.gallery;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Counts a list by quarters of an hour, by which the offsets of all time zones in use differ, and joins them to days. It reads one
 * number of each entry, from an index.
 */
final class SqlTimeline {
    private static final long QUARTER = Duration.ofMinutes(15).toMillis();

    /** From so many entries on, a run is not extended. */
    private static final long LONG_RUN = 400;

    /** The entries of a quarter of an hour. */
    private record Quarter(long number, long entries) {
        LocalDate day(ZoneId zone) {
            return LocalDate.ofInstant(Instant.ofEpochMilli(number * QUARTER), zone);
        }
    }

    private SqlTimeline() {}

    static GalleryTimeline read(Handle handle, SqlListQuery query, boolean oldestFirst, ZoneId zone) {
        List<Quarter> quarters = query.counts(handle, QUARTER)
                .map((row, context) -> new Quarter(row.getLong("span"), row.getLong("entries")))
                .list();
        List<GalleryTimeline.Run> runs = new ArrayList<>();
        int first = 0;
        while (first < quarters.size()) {
            Quarter start = quarters.get(first);
            LocalDate day = start.day(zone);
            long count = 0;
            int next = first;
            while (next < quarters.size()
                    && count < LONG_RUN
                    && quarters.get(next).day(zone).equals(day)) {
                count += quarters.get(next++).entries();
            }
            Instant time = start(start, oldestFirst);
            runs.add(new GalleryTimeline.Run(day.toString(), count, new Cursor(time, "").encoded(), time));
            first = next;
        }
        return new GalleryTimeline(runs);
    }

    /** The empty id is before every other, so that the newest entries start after the end of their quarter. */
    private static Instant start(Quarter quarter, boolean oldestFirst) {
        long time = (oldestFirst ? quarter.number() : quarter.number() + 1) * QUARTER;
        return Instant.ofEpochMilli(time);
    }
}
