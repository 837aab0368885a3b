package studio.task.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import studio.imaging.probe.ImageFormat;
import studio.model.ExactSizes;
import studio.model.ModelCapabilities;
import studio.model.ModelCapabilities.AspectRatio;
import studio.model.PictureOptions;
import studio.model.PixelSize;
import studio.problem.Language;
import studio.problem.ProblemException;
import studio.task.GenerationRequest;
import studio.task.GenerationRequest.ReferencePicture;

/** What a model cannot do is refused with the field's name and what it may be. */
class RequestCheckTest {
    private static final ExactSizes FREE =
            new ExactSizes(List.of(new PixelSize(1024, 1024)), true, 16, 3, 655_360, 8_294_400, 3840, true);
    private static final PictureOptions NONE = PictureOptions.NONE;
    private static final ReferencePicture PNG = picture(ImageFormat.PNG, 640, 480, 1000);

    @Test
    void aRequestThatFitsPasses() {
        PictureOptions options =
                new PictureOptions("16:9", "2K", null, "high", "webp", 80, "transparent", "low", true, 2);
        assertThatCode(() -> RequestCheck.check(request(options, PNG, PNG), everything(), 4))
                .doesNotThrowAnyException();
        assertThatCode(() -> RequestCheck.check(masked(PNG, PNG), everything(), 1))
                .doesNotThrowAnyException();
    }

    @Test
    void aWrongValueIsToldWithThoseThatThereAre() {
        refused(options("9:1", null, null), "aspectRatio", "16:9, 1:1");
        refused(options(null, "8K", null), "imageSize", "1K, 2K");
        refused(new PictureOptions(null, null, null, "best", null, null, null, null, false, 0), "quality", "low, high");
        refused(
                new PictureOptions(null, null, null, null, "gif", null, null, null, false, 0),
                "outputFormat",
                "png, jpeg, webp");
        refused(
                new PictureOptions(null, null, null, null, null, null, "green", null, false, 0),
                "background",
                "opaque, transparent");
        refused(
                new PictureOptions(null, null, null, null, null, null, null, "none", false, 0),
                "moderation",
                "auto, low");
        refused(
                new PictureOptions(null, null, null, null, null, null, null, null, false, 4),
                "partialImages",
                "0 to 3");
        refused(
                new PictureOptions(null, null, null, null, "jpeg", 101, null, null, false, 0),
                "outputCompression",
                "0 to 100");
    }

    @Test
    void anOptionThatThereIsNotIsRefusedRatherThanDropped() {
        refusedByNothing(options("1:1", null, null), "aspectRatio");
        refusedByNothing(options(null, "1K", null), "imageSize");
        refusedByNothing(options(null, null, "1024x1024"), "size");
        refusedByNothing(new PictureOptions(null, null, null, "high", null, null, null, null, false, 0), "quality");
        refusedByNothing(new PictureOptions(null, null, null, null, "png", null, null, null, false, 0), "outputFormat");
        refusedByNothing(
                new PictureOptions(null, null, null, null, null, 5, null, null, false, 0), "outputCompression");
        refusedByNothing(
                new PictureOptions(null, null, null, null, null, null, "opaque", null, false, 0), "background");
        refusedByNothing(new PictureOptions(null, null, null, null, null, null, null, "low", false, 0), "moderation");
        refusedByNothing(
                new PictureOptions(null, null, null, null, null, null, null, null, true, 0), "enableGoogleSearch");
        refusedByNothing(new PictureOptions(null, null, null, null, null, null, null, null, false, 1), "partialImages");
    }

    @Test
    void aSizeIsRefusedWithTheRuleThatItBreaksAndTheNearestOne() {
        refused(options(null, null, "1000x1000"), "size", "multiples of 16; the nearest size is 1008x1008");
        refused(options(null, null, "3200x800"), "size", "3 times as long as wide; the nearest size is");
        refused(options(null, null, "512x512"), "size", "at least 655360 pixels, not 262144");
        refused(options(null, null, "3200x3200"), "size", "at most 8294400 pixels, not 10240000");
        refused(options(null, null, "4096x2048"), "size", "longer than 3840 pixels; the nearest size is 3840x1920");
        refused(options(null, null, "wide"), "size", "WIDTHxHEIGHT");
        refused(options("16:9", null, "1024x1024"), "size", "leave out aspectRatio and imageSize");
        refused(options(null, "2K", "1024x1024"), "size", "leave out aspectRatio and imageSize");
    }

    @Test
    void optionsThatExcludeEachOtherAreToldApart() {
        refused(
                new PictureOptions(null, null, null, null, "jpeg", null, "transparent", null, false, 0),
                "background",
                "png or webp");
        refused(
                new PictureOptions(null, null, null, null, "png", 50, null, null, false, 0),
                "outputCompression",
                "jpeg and webp");
        refused(
                new PictureOptions(null, null, null, null, null, 50, null, null, false, 0),
                "outputCompression",
                "jpeg and webp");
    }

    @Test
    void theNumberOfPicturesIsBounded() {
        refused(request(NONE), everything(), 0, "n", "1 to 4");
        refused(request(NONE), everything(), 5, "n", "1 to 4");
        refused(request(NONE), everything(), -1, "n", "1 to 4");
    }

    @Test
    void referencesAreCountedAndLookedAt() {
        refused(request(NONE, PNG, PNG, PNG), everything(), 1, "images", "at most 2");
        refused(
                request(NONE, PNG, picture(ImageFormat.HEIC, 10, 10, 10)),
                everything(),
                1,
                "images[1]",
                "does not take HEIC");
        refused(request(NONE, PNG), nothing(), 1, "images", "from words only");
        GenerationRequest empty = new GenerationRequest("c", "m", "", List.of(), null, 1, NONE, false, null);
        refused(empty, everything(), 1, "prompt", "Give a prompt");
    }

    /** They are converted and scaled down before they are sent. */
    @Test
    void aReferenceOfAnotherTypeOrTooLargeIsNoReasonToRefuse() {
        GenerationRequest request =
                request(NONE, picture(ImageFormat.BMP, 10, 10, 10), picture(ImageFormat.PNG, 10, 10, (5 << 20) + 1));
        assertThatCode(() -> RequestCheck.check(request, everything(), 1)).doesNotThrowAnyException();
    }

    @Test
    void aMaskBelongsToAReferenceOfItsSize() {
        refused(masked(PNG), everything(), 1, "mask", "needs the reference picture");
        refused(masked(PNG, PNG), nothingButReferences(), 1, "mask", "does not take a mask");
        refused(masked(picture(ImageFormat.JPEG, 640, 480, 10), PNG), everything(), 1, "mask", "must be a PNG");
        refused(masked(picture(ImageFormat.PNG, 480, 640, 10), PNG), everything(), 1, "mask", "640x480");
    }

    private static void refused(PictureOptions options, String field, String words) {
        refused(request(options), everything(), 1, field, words);
    }

    private static void refusedByNothing(PictureOptions options, String field) {
        refused(request(options), nothing(), 1, field, "no option " + field, "cannot search");
    }

    private static void refused(
            GenerationRequest request, ModelCapabilities can, int pictures, String field, String... words) {
        ProblemException problem =
                catchThrowableOfType(ProblemException.class, () -> RequestCheck.check(request, can, pictures));
        assertThat(problem).as(field).isNotNull();
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.fields())
                .extracting(ProblemException.FieldError::field)
                .containsExactly(field);
        assertThat(words).anySatisfy(word -> assertThat(problem.message().in(Language.ENGLISH))
                .contains(word));
        assertThat(problem.message().in(Language.CHINESE)).matches("(?s).*\\p{IsHan}.*");
    }

    private static PictureOptions options(@Nullable String ratio, @Nullable String tier, @Nullable String size) {
        return new PictureOptions(ratio, tier, size, null, null, null, null, null, false, 0);
    }

    private static GenerationRequest request(PictureOptions options, ReferencePicture... references) {
        return new GenerationRequest("c", "m", "a lake", List.of(references), null, 1, options, false, null);
    }

    private static GenerationRequest masked(ReferencePicture mask, ReferencePicture... references) {
        return new GenerationRequest("c", "m", "a lake", List.of(references), mask, 1, NONE, false, null);
    }

    private static ReferencePicture picture(ImageFormat format, int width, int height, long bytes) {
        return new ReferencePicture("0".repeat(64), format, width, height, bytes);
    }

    private static ModelCapabilities everything() {
        return can(
                FREE,
                List.of("low", "high"),
                new ModelCapabilities.References(0, 2, List.of("image/png", "image/jpeg"), 5 << 20, 0),
                true);
    }

    private static ModelCapabilities nothing() {
        return can(null, List.of(), new ModelCapabilities.References(0, 0, List.of(), 0, 0), false);
    }

    private static ModelCapabilities nothingButReferences() {
        return can(null, List.of(), new ModelCapabilities.References(0, 2, List.of("image/png"), 0, 0), false);
    }

    @Test
    void aModelThatDrawsFromPicturesOnlyNeedsThem() {
        ModelCapabilities styles =
                can(null, List.of(), new ModelCapabilities.References(2, 3, List.of("image/png"), 0, 0), false);
        refused(request(NONE), styles, 1, "images", "at least 2 reference pictures");
        refused(request(NONE, PNG), styles, 1, "images", "at least 2 reference pictures");
        assertThatCode(() -> RequestCheck.check(request(NONE, PNG, PNG), styles, 1))
                .doesNotThrowAnyException();
    }

    @Test
    void aPromptThatIsTooLongIsToldHowLongItMayBe() {
        GenerationRequest landscape =
                new GenerationRequest("c", "m", "🏔️".repeat(10), List.of(), null, 1, NONE, false, null);
        assertThatCode(() -> RequestCheck.check(landscape, everything(), 1)).doesNotThrowAnyException();
        GenerationRequest longer =
                new GenerationRequest("c", "m", "🏔️".repeat(10) + "x", List.of(), null, 1, NONE, false, null);
        refused(longer, everything(), 1, "prompt", "at most 20 characters, not 21");
        assertThatCode(() -> RequestCheck.check(longer, nothing(), 1)).doesNotThrowAnyException();
    }

    private static ModelCapabilities can(
            @Nullable ExactSizes sizes, List<String> qualities, ModelCapabilities.References references, boolean all) {
        List<AspectRatio> ratios = List.of(new AspectRatio("16:9", Map.of()), new AspectRatio("1:1", Map.of()));
        return new ModelCapabilities(
                ModelCapabilities.Source.REGISTRY,
                true,
                "A model",
                null,
                null,
                List.of("text-to-image"),
                all ? 20 : 0,
                all ? ratios : List.of(),
                some(all, "1K", "2K"),
                sizes,
                qualities,
                some(all, "png", "jpeg", "webp"),
                all,
                some(all, "opaque", "transparent"),
                some(all, "auto", "low"),
                all,
                references,
                all,
                all ? 3 : 0,
                new ModelCapabilities.Pictures(4, 1),
                Map.of(),
                null);
    }

    private static List<String> some(boolean all, String... values) {
        return all ? List.of(values) : Collections.emptyList();
    }
}
