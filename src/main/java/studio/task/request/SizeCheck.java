package studio.task.request;

import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import studio.model.ExactSizes;
import studio.model.PictureOptions;
import studio.model.PixelSize;
import studio.problem.Message;
import studio.problem.ProblemException;

/** Refuses an exact size that a model cannot draw, with the rule that it breaks and the size that comes nearest. */
final class SizeCheck {
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
                .orElseThrow(() -> ProblemException.wrong("size", Message.of("generation.size_form")));
        if (can.alone() && (options.aspectRatio() != null || options.imageSize() != null)) {
            throw ProblemException.wrong("size", Message.of("generation.size_and_ratio"));
        }
        can.broken(size).ifPresent(rule -> {
            throw wrong(size, rule, can);
        });
    }

    private static ProblemException wrong(PixelSize size, ExactSizes.Rule rule, ExactSizes can) {
        Message broken =
                switch (rule) {
                    case LISTED -> listed(can);
                    case MULTIPLE -> Message.of("generation.size_not_multiple", can.multipleOf());
                    case SIDE -> Message.of("generation.size_side_too_long", can.maxSide());
                    case RATIO -> Message.of("generation.size_proportions", can.maxRatio());
                    case MIN_PIXELS -> Message.of("generation.size_too_few_pixels", can.minPixels(), size.pixels());
                    case MAX_PIXELS -> Message.of("generation.size_too_many_pixels", can.maxPixels(), size.pixels());
                };
        Optional<PixelSize> nearest = can.nearest(size);
        return ProblemException.wrong(
                "size",
                nearest.map(near -> Message.of("generation.size_nearest", broken, near))
                        .orElse(broken));
    }

    private static Message listed(ExactSizes can) {
        String all = can.listed().stream().map(PixelSize::toString).collect(Collectors.joining(", "));
        return Message.of("generation.size_unknown", all);
    }
}
