package studio.gallery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import studio.storage.Dialect;

/**
 * Those words of a search that an index of texts finds: FTS5 with trigrams in SQLite, {@code pg_trgm} in PostgreSQL.
 *
 * @param found the condition, for a list that this index leads
 * @param walked the condition, for a list that another index leads
 * @param all the statement that counts all entries which meet it, those in the trash included
 * @param values what is bound
 */
record SqlTextIndex(String found, String walked, String all, Map<String, Object> values) {

    /** Null when no word is long enough for an index. */
    static @Nullable SqlTextIndex of(Dialect dialect, SearchText text) {
        List<String> words = text.indexable();
        if (words.isEmpty()) {
            return null;
        }
        return switch (dialect) {
            case SQLITE -> trigrams(words);
            case POSTGRESQL -> patterns(words);
        };
    }

    /** Whatever a word contains is text, none of it the index's own language. */
    private static SqlTextIndex trigrams(List<String> words) {
        String match = words.stream()
                .map(word -> '"' + word.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(" AND "));
        String found = "seq IN (SELECT rowid FROM gallery_text WHERE gallery_text MATCH :match)";
        // The sign keeps the rows from being fetched by this condition.
        return new SqlTextIndex(
                found,
                "+" + found,
                "SELECT count(*) FROM gallery_text WHERE gallery_text MATCH :match",
                Map.of("match", match));
    }

    private static SqlTextIndex patterns(List<String> words) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            values.put("match" + i, "%" + words.get(i).replaceAll("[%_!]", "!$0") + "%");
        }
        String like = IntStream.range(0, words.size())
                .mapToObj(i -> "folded LIKE :match" + i + " ESCAPE '!'")
                .collect(Collectors.joining(" AND "));
        // The array is made first, by the index; what the planner believes of texts cannot lead it to walk the whole
        // list.
        return new SqlTextIndex(
                "seq = ANY (ARRAY(SELECT seq FROM gallery_entry WHERE " + like + "))",
                like,
                "SELECT count(*) FROM gallery_entry WHERE " + like,
                values);
    }
}
