package studio.practice;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pixels that aspect ratio and tier stand for: the numbers of the Gemini 3 image models. */
public record PictureSize(int width, int height) {
    private static final long MOST_PIXELS = 80_000_000;
    private static final int LONGEST_SIDE = 12_288;
    private static final Pattern EXACT = Pattern.compile("([0-9]{1,5})x([0-9]{1,5})");
    /** For the tier 1K; the others are half, twice and four times as long. */
    private static final Map<String, PictureSize> RATIOS = Map.ofEntries(
            Map.entry("1:1", new PictureSize(1024, 1024)),
            Map.entry("2:3", new PictureSize(848, 1264)),
            Map.entry("3:4", new PictureSize(896, 1200)),
            Map.entry("4:5", new PictureSize(928, 1152)),
            Map.entry("9:16", new PictureSize(768, 1376)),
            Map.entry("9:21", new PictureSize(672, 1584)),
            Map.entry("1:4", new PictureSize(512, 2048)),
            Map.entry("1:8", new PictureSize(384, 3072)));

    /** The aspect ratios that are drawn, widest first, for example {@code 16:9}. */
    public static List<String> ratios() {
        return Stream.concat(RATIOS.keySet().stream(), RATIOS.keySet().stream().map(PictureSize::turned))
                .distinct()
                .sorted(Comparator.comparingDouble(PictureSize::slimness))
                .toList();
    }

    /**
     * @param ratio for example {@code 16:9}; null: square
     * @param tier {@code 512} (or {@code 0.5K}), {@code 1K}, {@code 2K}, {@code 4K}
     * @throws Refusal when there is no such ratio or tier
     */
    public static PictureSize of(@Nullable String ratio, String tier) {
        String key = ratio == null || ratio.equalsIgnoreCase("auto") ? "1:1" : ratio.strip();
        PictureSize base = RATIOS.get(key);
        if (base == null) {
            PictureSize turned = RATIOS.get(turned(key));
            if (turned == null) {
                throw Refusal.invalid("aspect_ratio", "aspect_ratio is not one of the supported ratios");
            }
            base = turned.turned();
        }
        return switch (tier.strip().toUpperCase(Locale.ROOT)) {
            case "512", "0.5K", "512PX" -> new PictureSize(base.width / 2, base.height / 2);
            case "1K" -> base;
            case "2K" -> base.times(2);
            case "4K" -> base.times(4);
            default -> throw Refusal.invalid("image_size", "The image size is not one of 512, 0.5K, 1K, 2K, 4K");
        };
    }

    /**
     * @param text for example {@code 1536x1024}
     * @throws Refusal when it is not of that form or cannot be drawn
     */
    public static PictureSize exact(String text) {
        Matcher matcher = EXACT.matcher(text.strip());
        if (!matcher.matches()) {
            throw Refusal.invalid("size", "size is not of the form 1536x1024");
        }
        PictureSize size = new PictureSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        if (size.width < 16
                || size.height < 16
                || size.width > LONGEST_SIDE
                || size.height > LONGEST_SIDE
                || (long) size.width * size.height > MOST_PIXELS) {
            throw Refusal.invalid("size", "size is outside of what is drawn (sides 16 to 12288, 80 megapixels)");
        }
        return size;
    }

    private static String turned(String ratio) {
        int colon = ratio.indexOf(':');
        return ratio.substring(colon + 1) + ":" + ratio.substring(0, Math.max(0, colon));
    }

    /** Height by width. */
    private static double slimness(String ratio) {
        int colon = ratio.indexOf(':');
        return Double.parseDouble(ratio.substring(colon + 1)) / Double.parseDouble(ratio.substring(0, colon));
    }

    private PictureSize turned() {
        return new PictureSize(/* width= */ height, /* height= */ width);
    }

    PictureSize times(float factor) {
        return new PictureSize(Math.max(1, Math.round(width * factor)), Math.max(1, Math.round(height * factor)));
    }

    /** For example {@code 1536x1024}. */
    public String text() {
        return width + "x" + height;
    }

    /** Grown to at least 4096 x 4096 pixels. */
    PictureSize huge() {
        double factor = Math.sqrt(4096.0 * 4096 / ((double) width * height));
        return factor <= 1 ? this : new PictureSize((int) Math.ceil(width * factor), (int) Math.ceil(height * factor));
    }
}
