package studio.upstream.gemini;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a Gemini API calls a model, and what follows from the name: it tells nothing else about pictures. */
final class ModelNames {
    /** Imagen has a call of its own, {@code predict}. */
    private static final Pattern MAKES_PICTURES = Pattern.compile("image(?!n)|banana");

    private ModelNames() {}

    /** {@code models/x} and {@code publishers/google/models/x} are names of the resource {@code x}. */
    static String id(String name) {
        String slash = "/" + name.strip();
        int at = slash.lastIndexOf("/models/");
        return at < 0 ? name.strip() : slash.substring(at + "/models/".length());
    }

    static boolean makesPictures(String id) {
        return MAKES_PICTURES.matcher(id.toLowerCase(Locale.ROOT)).find();
    }

    /** The first picture model makes pictures of about a megapixel and refuses to be told a size. */
    static boolean hasOneSize(String id) {
        return id.toLowerCase(Locale.ROOT).contains("gemini-2.5-flash-image");
    }
}
