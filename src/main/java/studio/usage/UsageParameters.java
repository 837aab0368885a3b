package studio.usage;

import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;
import studio.problem.ProblemException;
import studio.usage.SqlLedger.Grouping;

/** The query of the totals, as text, because a wrong value deserves a sentence about its field. */
public record UsageParameters(
        @QueryParam("from")
        @Parameter(description = "First day, UTC: 2026-11-01; 29 days before `to` when absent")
        @Nullable
        String from,

        @QueryParam("to") @Parameter(description = "Last day, included; today when absent; at most 366 days") @Nullable
        String to,

        @QueryParam("by")
        @Parameter(description = "`day`, `config`, `model`, repeated or separated by commas; all when absent")
        @Nullable
        List<String> by) {

    private static final int DEFAULT_DAYS = 30;
    private static final int MAX_DAYS = 366;
    private static final int DATE_LENGTH = "2026-11-23".length();

    /**
     * A span of days in UTC.
     *
     * @param to included
     */
    record Span(LocalDate from, LocalDate to) {}

    /** @throws ProblemException 400 naming {@code from} or {@code to} */
    Span span(LocalDate today) {
        LocalDate last = day("to", to, today);
        LocalDate first = day("from", from, last.minusDays(DEFAULT_DAYS - 1));
        if (first.isAfter(last)) {
            throw ProblemException.wrong("from", Message.of("usage.from_after_to"));
        }
        if (ChronoUnit.DAYS.between(first, last) >= MAX_DAYS) {
            throw ProblemException.wrong("from", Message.of("usage.span_too_long", MAX_DAYS));
        }
        return new Span(first, last);
    }

    /** @throws ProblemException 400 naming {@code by} */
    Set<Grouping> groupings() {
        Set<Grouping> chosen = Stream.ofNullable(by)
                .flatMap(List::stream)
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(UsageParameters::grouping)
                .collect(Collectors.toSet());
        return chosen.isEmpty() ? EnumSet.allOf(Grouping.class) : chosen;
    }

    private static Grouping grouping(String name) {
        return Arrays.stream(Grouping.values())
                .filter(grouping -> grouping.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.wrong("by", Message.of("usage.group_unknown")));
    }

    private static LocalDate day(String field, @Nullable String text, LocalDate absent) {
        if (text == null || text.isBlank()) {
            return absent;
        }
        try {
            // Longer ones have signed years of more than four digits.
            return LocalDate.parse(text.length() == DATE_LENGTH ? text : "");
        } catch (DateTimeException e) {
            throw ProblemException.wrong(field, Message.of("usage.day_expected"))
                    .causedBy(e);
        }
    }
}
