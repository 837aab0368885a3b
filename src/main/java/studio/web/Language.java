package studio.web;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The languages that sentences for people are written in. */
public enum Language {
    CHINESE("zh-CN"),
    ENGLISH("en");

    /** Longer headers are cut; real browsers send well under a hundred characters. */
    private static final int LONGEST_HEADER = 1000;

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /** The value of {@code Content-Language}. */
    public String tag() {
        return tag;
    }

    public boolean english() {
        return this == ENGLISH;
    }

    /**
     * Chooses by {@code Accept-Language} (RFC 9110, section 12.5.4): the language with the higher weight, the one named first
     * when they are equal, Chinese when neither is wanted or nothing can be read.
     */
    public static Language of(@Nullable String acceptLanguage) {
        if (acceptLanguage == null) {
            return CHINESE;
        }
        String header = acceptLanguage.substring(0, Math.min(acceptLanguage.length(), LONGEST_HEADER));
        Language best = CHINESE;
        double bestWeight = 0;
        for (String part : header.split(",", -1)) {
            String[] pieces = part.split(";", -1);
            Language language = named(pieces[0]);
            double weight = language == null ? 0 : weight(pieces);
            if (language != null && weight > bestWeight) {
                best = language;
                bestWeight = weight;
            }
        }
        return best;
    }

    private static @Nullable Language named(String range) {
        String primary = range.strip().toLowerCase(Locale.ROOT).split("-", 2)[0];
        return switch (primary) {
            case "zh", "*" -> CHINESE;
            case "en" -> ENGLISH;
            default -> null;
        };
    }

    private static double weight(String[] pieces) {
        for (int i = 1; i < pieces.length; i++) {
            String parameter = pieces[i].strip();
            if (parameter.startsWith("q=") || parameter.startsWith("Q=")) {
                try {
                    double weight = Double.parseDouble(parameter.substring(2));
                    return weight >= 0 && weight <= 1 ? weight : 0;
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
