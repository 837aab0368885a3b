package studio.usage;

import java.util.Locale;

/** What calls are added up by. */
enum Grouping {
    DAY("day"),
    CONFIG("config_id"),
    MODEL("model");

    private final String column;

    Grouping(String column) {
        this.column = column;
    }

    /** Of the table {@code spending}. */
    String column() {
        return column;
    }

    /** The name in the query of the API. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
