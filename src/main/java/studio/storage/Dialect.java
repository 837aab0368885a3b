package studio.storage;

/** The few expressions that SQLite and PostgreSQL write differently; all other SQL is the same text for both. */
public enum Dialect {
    SQLITE {
        @Override
        public String json(String text) {
            return "nullif(json_quote(" + text + "), 'null')";
        }

        @Override
        public String isoTime(String millis) {
            return "strftime(iif(" + millis + " % 1000 = 0, '%Y-%m-%dT%H:%M:%SZ', '%Y-%m-%dT%H:%M:%fZ'), " + millis
                    + " / 1000.0, 'unixepoch')";
        }

        @Override
        public String contains(String text, String part) {
            return "instr(" + text + ", " + part + ") > 0";
        }

        @Override
        public String like() {
            return "LIKE";
        }

        @Override
        public String indexedBy(String index) {
            return "INDEXED BY " + index;
        }
    },

    POSTGRESQL {
        @Override
        public String json(String text) {
            return "CAST(to_json(CAST(" + text + " AS text)) AS text)";
        }

        @Override
        public String isoTime(String millis) {
            return "to_char(to_timestamp(" + millis + " / 1000.0) AT TIME ZONE 'UTC', CASE WHEN " + millis
                    + " % 1000 = 0 THEN 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"' ELSE 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"' END)";
        }

        @Override
        public String contains(String text, String part) {
            return "strpos(" + text + ", " + part + ") > 0";
        }

        @Override
        public String like() {
            return "ILIKE";
        }

        @Override
        public String indexedBy(String index) {
            return "";
        }
    };

    /** A text as a string of JSON; null for null. */
    public abstract String json(String text);

    /** A time in milliseconds since 1970 as ISO 8601 in UTC, with the milliseconds when there are any. */
    public abstract String isoTime(String millis);

    /** Whether a text contains another one, sign for sign. */
    public abstract String contains(String text, String part);

    /** The operator that compares with a pattern, whatever the case of Latin letters. */
    public abstract String like();

    /** Names the index of the table before it, where the planner would not find it by itself. */
    public abstract String indexedBy(String index);
}
