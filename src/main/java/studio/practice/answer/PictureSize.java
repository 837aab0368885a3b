package studio.practice.answer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.practice.data.Vocabulary;

/** The pixels that aspect ratio and tier stand for: the numbers of the Gemini 3 image models. */
public record PictureSize(int width, int height) {
    public static final List<String> TIERS = List.of("512", "1K", "2K", "4K");

    private static final int LONGEST_SIDE = 12_288;
    private static final long MAX_PIXELS = 80_000_000;
    private static final Pattern EXACT = Pattern.compile("([0-9]{1,5})x([0-9]{1,5})");

    /** For the tier 1K; the others are half, twice and four times as long. */
    private static final Map<String, PictureSize> RATIOS = new LinkedHashMap<>();

    static {
        List<String> words = new Vocabulary("models").words("ratios");
        for (int i = 0; i < words.size(); i += 2) {
            RATIOS.put(words.get(i), exact(words.get(i + 1)));
        }
    }

    /** The aspect ratios that are drawn, widest first, for example {@code 16:9}. */
    public static List<String> ratios() {
        return List.copyOf(RATIOS.keySet());
    }

    /** @param ratio for example {@code 16:9}; null: square */
    public static PictureSize of(@Nullable String ratio, String tier) {
        PictureSize base = RATIOS.get(ratio == null || ratio.equalsIgnoreCase("auto") ? "1:1" : ratio);
        if (base == null) {
            throw Refusal.invalid("aspect_ratio", "aspect_ratio is not one of the supported ratios");
        }
        return switch (tier.toUpperCase(Locale.ROOT)) {
            case "512", "0.5K", "512PX" -> base.times(0.5);
            case "1K" -> base;
            case "2K" -> base.times(2);
            case "4K" -> base.times(4);
            default -> throw Refusal.invalid("image_size", "The image size is not one of 512, 0.5K, 1K, 2K, 4K");
        };
    }

    /** @throws Refusal when the text is not like {@code 1536x1024} or that cannot be drawn */
    public static PictureSize exact(String text) {
        Matcher matcher = EXACT.matcher(text);
        if (!matcher.matches()) {
            throw Refusal.invalid("size", "size is not of the form 1536x1024");
        }
        PictureSize size = new PictureSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        int shorter = Math.min(size.width, size.height);
        if (shorter < 16 || Math.max(size.width, size.height) > LONGEST_SIDE || size.pixels() > MAX_PIXELS) {
            throw Refusal.invalid("size", "size is outside of what is drawn (sides 16 to 12288, 80 megapixels)");
        }
        return size;
    }

    long pixels() {
        return (long) width * height;
    }

    PictureSize times(double factor) {
        return new PictureSize(
                (int) Math.max(1, Math.round(width * factor)), (int) Math.max(1, Math.round(height * factor)));
    }

    /** Grown to at least 4096 x 4096 pixels. */
    PictureSize huge() {
        double factor = Math.sqrt(4096.0 * 4096 / pixels());
        return factor <= 1 ? this : new PictureSize((int) Math.ceil(width * factor), (int) Math.ceil(height * factor));
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
