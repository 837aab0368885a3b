package studio.model;

import static org.assertj.core.api.Assertions.assertThat;
import static studio.model.ModelCapabilities.Source.CONFIG;
import static studio.model.ModelCapabilities.Source.DISCOVERY;
import static studio.model.ModelCapabilities.Source.GUESS;
import static studio.model.ModelCapabilities.Source.REGISTRY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRegistryTest {
    @TempDir
    Path folder;

    private final long now = 0;

    @ParameterizedTest
    @CsvSource({
        "gemini-3-pro-image, Nano Banana Pro",
        "models/gemini-3-pro-image-preview, Nano Banana Pro",
        "google/gemini-3-pro-image:free, Nano Banana Pro",
        "NANO-BANANA-PRO, Nano Banana Pro",
        "nano-banana-2.1, Nano Banana 2.1",
        "nano-banana-2, Nano Banana 2",
        "nano-banana-2-lite, Nano Banana 2 Lite",
        "nano-banana, Nano Banana",
        "gemini-3.1-flash-lite-image, Nano Banana 2 Lite",
        "openai/gpt-image-2-2026-04-21, GPT Image 2",
        "gpt-image-2.5-flare-2026-09-08, GPT Image 2.5 Flare",
        "gpt-image-1-mini, GPT Image 1 mini",
        "doubao-seedream-5-0-260128, Seedream 5.0 lite",
        "bytedance-seed/seedream-4.5, Seedream 4.5",
        "black-forest-labs/flux.2-pro, FLUX.2",
        "fal-ai/flux-2/klein, FLUX.2",
        "Qwen/Qwen-Image-3.0, Qwen-Image 3",
        "qwen-image-2.1-pro, Qwen-Image 2.1 Pro",
        "recraftv4_1_pro_vector, Recraft 4 Vector",
    })
    void aModelIsRecognisedByItsFamilyWhateverVendorsVariantsAndDatesAreAroundIt(String id, String name) {
        ModelCapabilities can = registry().of(Protocol.OPENAI_CHAT, id);
        assertThat(can.name()).isEqualTo(name);
        assertThat(can.known()).isTrue();
        assertThat(can.source()).isEqualTo(REGISTRY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "gpt-image-3", "my-nano-banana", "gpt-5", "a/b/c/d/e/f/g/h/i/j", "::"})
    void aModelThatNobodyKnowsIsOfferedEverythingAndSaysSo(String id) {
        ModelCapabilities can = registry().of(Protocol.OPENAI_CHAT, id);
        assertThat(can.known()).isFalse();
        assertThat(can.source()).isEqualTo(GUESS);
        assertThat(can.note()).isNotNull();
        assertThat(can.note().en()).contains("Nothing is known");
        assertThat(can.aspectRatios())
                .extracting(ModelCapabilities.AspectRatio::ratio)
                .contains("16:9", "9:19.5");
        assertThat(can.qualities()).contains("high", "hd");
        assertThat(can.exactSizes()).isNotNull();
        assertThat(can.exactSizes().broken(new PixelSize(1000, 999))).isEmpty();
        assertThat(can.references().max()).isEqualTo(16);
    }

    @Test
    void aFamilyIsDescribedOnceAndItsMembersByWhatDiffers() {
        ModelCapabilities flare = registry().of(Protocol.OPENAI_IMAGES, "gpt-image-2.5-flare");
        assertThat(flare.name()).isEqualTo("GPT Image 2.5 Flare");
        assertThat(flare.qualities()).contains("xhigh", "max");
        assertThat(flare.exactSizes()).isNotNull();
        assertThat(flare.exactSizes().multipleOf()).isEqualTo(16);
        assertThat(flare.moderations()).containsExactly("auto", "low");
        assertThat(flare.seconds()).containsExactlyInAnyOrderEntriesOf(Map.of("low", 8, "high", 45));
        assertThat(registry().of(Protocol.OPENAI_IMAGES, "gpt-image-2").qualities())
                .doesNotContain("xhigh");
        assertThat(registry().of(Protocol.OPENAI_IMAGES, "gpt-image-1.5").exactSizes())
                .isNotNull()
                .satisfies(sizes -> assertThat(sizes.free()).isFalse());
    }

    @Test
    void theSizesOfAGeminiModelAreThoseOfItsOwnRatiosAndTiers() {
        ModelCapabilities pro = registry().of(Protocol.GEMINI, "gemini-3-pro-image");
        assertThat(pro.imageSizes()).containsExactly("1K", "2K", "4K");
        assertThat(pro.aspectRatios()).hasSize(10);
        assertThat(ratio(pro, "16:9").pixels())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "1K", new PixelSize(1376, 768),
                        "2K", new PixelSize(2752, 1536),
                        "4K", new PixelSize(5504, 3072)));
        ModelCapabilities flash = registry().of(Protocol.GEMINI, "gemini-3.1-flash-image");
        assertThat(flash.aspectRatios()).hasSize(14);
        assertThat(ratio(flash, "1:8").pixels()).containsEntry("512", new PixelSize(192, 1536));
        ModelCapabilities lite = registry().of(Protocol.GEMINI, "gemini-3.1-flash-lite-image");
        assertThat(ratio(lite, "1:1").pixels()).containsOnlyKeys("1K");
        assertThat(lite.googleSearch()).isFalse();
        assertThat(lite.note()).isNull();
        ModelCapabilities first = registry().of(Protocol.GEMINI, "gemini-2.5-flash-image");
        assertThat(first.imageSizes()).isEmpty();
        assertThat(ratio(first, "16:9").pixels())
                .containsExactlyInAnyOrderEntriesOf(Map.of("1K", new PixelSize(1344, 768)));
    }

    @Test
    void whatTheFormDoesNotCarryIsNotOffered() {
        ModelCapabilities gemini = registry().of(Protocol.GEMINI, "anything");
        assertThat(gemini.qualities()).isEmpty();
        assertThat(gemini.outputFormats()).isEmpty();
        assertThat(gemini.outputCompression()).isFalse();
        assertThat(gemini.backgrounds()).isEmpty();
        assertThat(gemini.moderations()).isEmpty();
        assertThat(gemini.exactSizes()).isNull();
        assertThat(gemini.mask()).isFalse();
        assertThat(gemini.maxPartialImages()).isZero();
        assertThat(gemini.googleSearch()).isTrue();
        assertThat(gemini.references().types()).doesNotContain("image/gif");

        ModelCapabilities images = registry().of(Protocol.OPENAI_IMAGES, "gpt-image-2");
        assertThat(images.pictures()).isEqualTo(new ModelCapabilities.Pictures(10, 10));
        assertThat(images.mask()).isTrue();
        assertThat(images.exactSizes().alone()).isTrue();
        ModelCapabilities guessed = registry().of(Protocol.OPENAI_IMAGES, "anything");
        assertThat(guessed.aspectRatios()).isEmpty();
        assertThat(guessed.imageSizes()).isEmpty();
        assertThat(guessed.googleSearch()).isFalse();

        ModelCapabilities chat = registry().of(Protocol.OPENAI_CHAT, "gpt-image-2");
        assertThat(chat.pictures()).isEqualTo(new ModelCapabilities.Pictures(10, 1));
        assertThat(chat.mask()).isFalse();
        assertThat(chat.moderations()).isEmpty();
        assertThat(chat.maxPartialImages()).isZero();
        assertThat(chat.exactSizes().alone()).isFalse();

        ModelCapabilities router = registry().of(Protocol.OPENROUTER_IMAGES, "anything");
        assertThat(router.mask()).isFalse();
        assertThat(router.googleSearch()).isFalse();
        assertThat(router.aspectRatios()).isNotEmpty();
    }

    @Test
    void aDialectSaysWhatItCarriesInstead() {
        Set<Option> xai =
                EnumSet.copyOf(registry().carriedBy(Protocol.OPENAI_IMAGES).options());
        xai.add(Option.ASPECT_RATIO);
        xai.add(Option.IMAGE_SIZE);
        xai.remove(Option.REFERENCES);
        ModelCapabilities can =
                registry().of(Protocol.OPENAI_IMAGES, "grok-imagine-image", Carried.of(xai), Optional.empty());
        assertThat(can.imageSizes()).containsExactly("1K", "2K");
        assertThat(can.aspectRatios()).isNotEmpty();
        assertThat(can.references().max()).isZero();
        assertThat(can.modes()).containsExactly("text-to-image");
        assertThat(can.mask()).isFalse();
    }

    @Test
    void aDialectMayTakeSmallerReferencesThanTheModelAndNeverLargerOnes() {
        Set<Option> options = registry().carriedBy(Protocol.OPENAI_IMAGES).options();
        for (long[] limit : new long[][] {{15_728_640, 15_728_640}, {99_000_000, 52_428_800}, {0, 52_428_800}}) {
            Carried carried = new Carried(options, limit[0]);
            assertThat(registry()
                            .of(Protocol.OPENAI_IMAGES, "gpt-image-2", carried, Optional.empty())
                            .references()
                            .maxBytes())
                    .isEqualTo(limit[1]);
        }
    }

    @Test
    void aDayThatIsNoneIsAMistakeOfTheFile() throws IOException {
        Files.writeString(folder.resolve("models.json"), """
                {"models": [{"match": ["gpt-image-2"], "shutdown": "soon"}]}""");
        assertThat(registry().of(Protocol.OPENAI_IMAGES, "gpt-image-2").shutdown())
                .isNull();
        Files.writeString(folder.resolve("models.json"), """
                {"models": [{"match": ["gpt-image-2"], "shutdown": "2027-02-01", "promptMax": 12,
                             "references": {"min": 1}}]}""");
        ModelCapabilities ours = registry().of(Protocol.OPENAI_IMAGES, "gpt-image-2");
        assertThat(ours.shutdown()).isEqualTo("2027-02-01");
        assertThat(ours.promptMax()).isEqualTo(12);
        assertThat(ours.references().min()).isEqualTo(1);
    }

    @Test
    void whatTheUpstreamTellsWinsOverTheRegistryAndTheFileOverBoth() throws IOException {
        ModelEntry told = ModelEntry.NOTHING
                .with(Option.IMAGE_SIZE, List.of("1K", "2K"))
                .with(Option.QUALITY, List.of("draft"))
                .exactSizes(null)
                .references(0, 2)
                .pictures(4, 4);
        ModelCapabilities discovered = of(registry(), "seedream-4-5", told);
        assertThat(discovered.source()).isEqualTo(DISCOVERY);
        assertThat(discovered.name()).isEqualTo("Seedream 4.5");
        assertThat(discovered.imageSizes()).containsExactly("1K", "2K");
        assertThat(discovered.exactSizes()).isNull();
        assertThat(discovered.references().max()).isEqualTo(2);
        assertThat(discovered.references().maxBytes()).isEqualTo(10 << 20);
        assertThat(discovered.pictures()).isEqualTo(new ModelCapabilities.Pictures(4, 4));

        Files.writeString(folder.resolve("models.json"), """
                {"models": [{"match": ["seedream-4-5"], "name": "Ours", "imageSizes": ["4K"],
                             "price": {"perTier": {"4K": "0.0400"}}, "note": null}]}
                """);
        ModelCapabilities ours = of(registry(), "seedream-4-5", told);
        assertThat(ours.source()).isEqualTo(CONFIG);
        assertThat(ours.name()).isEqualTo("Ours");
        assertThat(ours.imageSizes()).containsExactly("4K");
        assertThat(ours.qualities()).containsExactly("draft");
        assertThat(ours.note()).isNull();
        assertThat(ours.price()).isNotNull();
        assertThat(ours.price().perTier().get("4K")).hasToString("0.0400");
    }

    @Test
    void anUnknownModelThatIsToldAboutIsKnownAndKeepsTheGuessForTheRest() {
        ModelCapabilities can =
                of(registry(), "brand-new", ModelEntry.NOTHING.name("Brand new").with(Option.QUALITY, List.of()));
        assertThat(can.known()).isTrue();
        assertThat(can.name()).isEqualTo("Brand new");
        assertThat(can.qualities()).isEmpty();
        assertThat(can.note()).isNull();
        assertThat(can.aspectRatios()).isNotEmpty();
    }

    private ModelRegistry registry() {
        return new ModelRegistry(folder.resolve("models.json"), () -> now);
    }

    private static ModelCapabilities of(ModelRegistry registry, String model, ModelEntry told) {
        Protocol form = Protocol.OPENROUTER_IMAGES;
        return registry.of(form, model, registry.carriedBy(form), Optional.of(told));
    }

    private static ModelCapabilities.AspectRatio ratio(ModelCapabilities can, String ratio) {
        return can.aspectRatios().stream()
                .filter(one -> one.ratio().equals(ratio))
                .findFirst()
                .orElseThrow();
    }
}
