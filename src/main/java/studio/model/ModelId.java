package studio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A model's id in all forms that a pattern may match: in lower case, with and without the vendors before it
 * ({@code models/}, {@code google/}), the variant after it ({@code :free}) and the date at its end.
 */
record ModelId(List<String> names) {
    private static final int MAX_LENGTH = 300;
    private static final int MAX_PARTS = 8;
    private static final Pattern DATE = Pattern.compile("-(\\d{4}-\\d{2}-\\d{2}|\\d{8}|\\d{6})$");

    static ModelId of(String id) {
        String whole = id.strip().toLowerCase(Locale.ROOT);
        List<String> names = new ArrayList<>();
        if (whole.length() <= MAX_LENGTH) {
            int colon = whole.lastIndexOf(':');
            String plain = colon > 0 ? whole.substring(0, colon) : whole;
            String[] parts = plain.split("/", MAX_PARTS);
            for (int i = 0; i < parts.length; i++) {
                String name = String.join("/", List.of(parts).subList(i, parts.length));
                names.add(name);
                names.add(DATE.matcher(name).replaceFirst(""));
            }
        }
        return new ModelId(names.stream().distinct().toList());
    }
}
