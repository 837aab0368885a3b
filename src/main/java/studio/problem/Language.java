package studio.problem;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A language that sentences for people are written in; each has its {@code messages_*.properties}. */
public enum Language {
    CHINESE("zh-CN"),
    ENGLISH("en");

    /** Longer headers are cut; browsers send well under a hundred characters. */
    private static final int MAX_HEADER = 1000;

    private static final List<Locale> OFFERED = List.of(Locale.CHINESE, Locale.ENGLISH);

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /** The value of {@code Content-Language}. */
    public String tag() {
        return tag;
    }

    /**
     * Chooses by {@code Accept-Language} (RFC 9110, section 12.5.4): the language with the higher weight, the one named first when
     * they are equal, Chinese when neither is accepted or the header cannot be read.
     */
    public static Language of(@Nullable String acceptLanguage) {
        if (acceptLanguage == null) {
            return CHINESE;
        }
        try {
            String header = acceptLanguage.substring(0, Math.min(acceptLanguage.length(), MAX_HEADER));
            Locale best = Locale.lookup(Locale.LanguageRange.parse(header), OFFERED);
            return Locale.ENGLISH.equals(best) ? ENGLISH : CHINESE;
        } catch (IllegalArgumentException e) {
            return CHINESE;
        }
    }
}
