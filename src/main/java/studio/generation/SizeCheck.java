package studio.generation;

import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import studio.model.ExactSizes;
import studio.model.PictureOptions;
import studio.model.PixelSize;
import studio.web.ProblemException;

/** Refuses an exact size that a model cannot draw, with the rule that it breaks and the size that comes nearest. */
final class SizeCheck {
    private record Sentence(String zh, String en) {}

    private SizeCheck() {}

    /** @throws ProblemException 400 about {@code size} */
    static void check(PictureOptions options, @Nullable ExactSizes can) {
        if (options.size() == null) {
            return;
        }
        if (can == null) {
            throw OptionsCheck.absent("size");
        }
        PixelSize size = PixelSize.parse(options.size())
                .orElseThrow(() -> ProblemException.wrong(
                        "size", "应为“宽x高”，例如 1536x1024", "must be WIDTHxHEIGHT in pixels, for example 1536x1024"));
        if (can.alone() && (options.aspectRatio() != null || options.imageSize() != null)) {
            throw ProblemException.wrong(
                    "size",
                    "已指定具体尺寸，不能同时指定 aspectRatio 或 imageSize",
                    "already says everything; leave out aspectRatio and imageSize");
        }
        can.broken(size).ifPresent(rule -> {
            throw wrong(size, rule, can);
        });
    }

    private static ProblemException wrong(PixelSize size, ExactSizes.Rule rule, ExactSizes can) {
        Sentence told =
                switch (rule) {
                    case LISTED -> listed(can);
                    case MULTIPLE ->
                        new Sentence(
                                "的宽和高都应为 " + can.multipleOf() + " 的倍数",
                                "must have sides that are multiples of " + can.multipleOf());
                    case SIDE ->
                        new Sentence(
                                "的长边不能超过 " + can.maxSide() + " 像素",
                                "must not have a side longer than " + can.maxSide() + " pixels");
                    case RATIO ->
                        new Sentence(
                                "的长边不能超过短边的 " + can.maxRatio() + " 倍",
                                "must not be more than " + can.maxRatio() + " times as long as wide");
                    case MIN_PIXELS ->
                        new Sentence(
                                "的总像素应至少为 " + can.minPixels() + "，当前为 " + size.pixels(),
                                "must have at least " + can.minPixels() + " pixels, not " + size.pixels());
                    case MAX_PIXELS ->
                        new Sentence(
                                "的总像素不能超过 " + can.maxPixels() + "，当前为 " + size.pixels(),
                                "must have at most " + can.maxPixels() + " pixels, not " + size.pixels());
                };
        Optional<PixelSize> nearest = can.nearest(size);
        return ProblemException.wrong(
                "size",
                told.zh() + nearest.map(near -> "；最接近的可用尺寸是 " + near).orElse(""),
                told.en() + nearest.map(near -> "; the nearest size is " + near).orElse(""));
    }

    private static Sentence listed(ExactSizes can) {
        String all = can.listed().stream().map(PixelSize::toString).collect(Collectors.joining(", "));
        return new Sentence("不支持该尺寸，可选：" + all, "must be one of " + all);
    }
}
