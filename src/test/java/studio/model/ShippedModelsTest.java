package studio.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The facts in {@code models.json}, checked against themselves. */
class ShippedModelsTest {
    private final ModelRegistry registry = new ModelRegistry(Path.of("target/there-is-no-such-file.json"), () -> 0L);

    @Test
    void eachPatternLeadsToACompleteDescription() throws Exception {
        for (Catalogue.Described described : catalogue().models()) {
            for (String pattern : described.match()) {
                for (ModelCapabilities can : everywhere(pattern.replace("*", ""))) {
                    assertThat(can.known()).as(pattern).isTrue();
                    assertThat(can.name()).as(pattern).isNotBlank();
                    assertThat(can.modes()).as(pattern).isNotEmpty();
                    assertThat(can.pictures().max()).as(pattern).isBetween(1, 10);
                    assertThat(can.imageSizes()).as(pattern).isSubsetOf("512", "1K", "1.5K", "2K", "3K", "4K");
                    assertThat(can.seconds().values()).as(pattern).allMatch(seconds -> seconds > 0);
                    note(can.note());
                    if (can.price() != null) {
                        note(can.price().note());
                    }
                }
            }
        }
    }

    @Test
    void sizesHaveTheShapeOfTheirRatio() throws Exception {
        for (ModelCapabilities can : all()) {
            for (ModelCapabilities.AspectRatio ratio : can.aspectRatios()) {
                String[] sides = ratio.ratio().split(":", -1);
                double shape = Double.parseDouble(sides[0]) / Double.parseDouble(sides[1]);
                ratio.pixels().forEach((tier, size) -> assertThat((double) size.width() / size.height() / shape)
                        .as(can.name() + " " + ratio.ratio() + " " + tier)
                        .isCloseTo(1, within(0.05)));
            }
        }
    }

    @Test
    void listedSizesKeepTheRulesForFreeOnes() throws Exception {
        Set<String> looked = new TreeSet<>();
        for (ModelCapabilities can : all()) {
            ExactSizes sizes = can.exactSizes();
            if (sizes != null && sizes.free()) {
                looked.add(String.valueOf(can.name()));
                ExactSizes rules = new ExactSizes(
                        List.of(),
                        true,
                        sizes.multipleOf(),
                        sizes.maxRatio(),
                        sizes.minPixels(),
                        sizes.maxPixels(),
                        sizes.maxSide(),
                        false);
                assertThat(sizes.listed()).as(can.name()).allMatch(size -> rules.broken(size)
                        .isEmpty());
            } else if (sizes != null) {
                assertThat(sizes.listed()).as(can.name()).isNotEmpty();
            }
        }
        assertThat(looked).contains("GPT Image 2");
    }

    @Test
    void theExampleForPeopleIsInOrder() throws Exception {
        Catalogue example = Catalogue.read(Files.readAllBytes(Path.of("config/models.example.json")));
        assertThat(example.models()).isNotEmpty();
    }

    @Test
    void whatAProviderEndsIsToldWithItsDay() {
        assertThat(can("gpt-image-1").shutdown()).isEqualTo("2026-10-23");
        assertThat(can("gpt-image-1-2025-04-23").shutdown()).isEqualTo("2026-10-23");
        for (String ends : List.of("gpt-image-1.5-2025-12-16", "openai/gpt-image-1-mini", "chatgpt-image-latest")) {
            assertThat(can(ends).shutdown()).as(ends).isEqualTo("2026-12-01");
        }
        assertThat(can("gemini-3.1-flash-image-preview").shutdown()).isEqualTo("2026-10-29");
        assertThat(can("gemini-2.5-flash-image").shutdown()).isEqualTo("2026-10-02");
        for (String lives : List.of("gpt-image-2", "gpt-image-2.6-flare", "nano-banana-2.1", "nano-banana-2-lite")) {
            assertThat(can(lives).shutdown()).as(lives).isNull();
        }
    }

    @Test
    void aPictureHasItsPriceByQualityOrTier() {
        assertThat(price("gpt-image-2", null, "medium")).isEqualByComparingTo("0.05268");
        assertThat(price("gpt-image-2.5-flare", null, "medium")).isEqualByComparingTo("0.01317");
        assertThat(price("gpt-image-2.6-sunburst", null, "max")).isEqualByComparingTo("0.21072");
        assertThat(price("gemini-nano-banana-2.1", "4K", null)).isEqualByComparingTo("0.1134");
        assertThat(price("gemini-3-pro-image", "2K", null)).isEqualByComparingTo("0.1344");
        assertThat(price("gemini-3.1-flash-lite-image", "1K", null)).isEqualByComparingTo("0.0336");
        assertThat(price("grok-imagine-image-2.0", "2K", null)).isEqualByComparingTo("0.08");
        assertThat(price("doubao-seedream-5-0-pro-260628", "2K", null)).isEqualByComparingTo("0.09");
        assertThat(price("doubao-seedream-5-0-260128", "3K", null)).isEqualByComparingTo("0.035");
        assertThat(price("black-forest-labs/flux-3-image", "4K", null)).isEqualByComparingTo("0.607");
    }

    @Test
    void eachSeedreamHasItsOwnTiersAndFormats() {
        for (String pro : List.of(
                "doubao-seedream-5-0-pro-260628",
                "dola-seedream-5-0-pro-260628",
                "bytedance-seed/seedream-5-0-pro",
                "seedream-5-0-flash")) {
            assertThat(can(pro).imageSizes()).as(pro).containsExactly("1K", "1.5K", "2K");
            assertThat(can(pro).references().max()).as(pro).isEqualTo(10);
            assertThat(can(pro).outputFormats()).as(pro).containsExactly("png", "jpeg");
        }
        for (String lite :
                List.of("doubao-seedream-5-0-260128", "seedream-5-0-lite", "doubao-seedream-5-0-lite-260128")) {
            assertThat(can(lite).imageSizes()).as(lite).containsExactly("2K", "3K", "4K");
            assertThat(can(lite).backgrounds()).as(lite).isEmpty();
        }
        assertThat(can("seedream-4.5").imageSizes()).containsExactly("2K", "4K");
        assertThat(can("doubao-seedream-4-0-250828").imageSizes()).containsExactly("1K", "2K", "4K");
        assertThat(can("doubao-seedream-4-5-251128").outputFormats()).isEmpty();
        assertThat(can("doubao-seedream-4-0-250828").outputFormats()).isEmpty();
    }

    @Test
    void whatDrawsFromPicturesOnlySaysSo() {
        for (String needs : List.of("recraft/recraft-v4-styles-pro", "recraftv4_styles", "qwen-image-edit-plus")) {
            assertThat(can(needs).references().min()).as(needs).isEqualTo(1);
            assertThat(can(needs).modes()).as(needs).containsExactly("image-to-image");
        }
        assertThat(can("nobody-knows-it").references().min()).isZero();
        assertThat(can("nobody-knows-it").promptMax()).isZero();
        assertThat(can("z-image-turbo").promptMax()).isEqualTo(800);
    }

    private ModelCapabilities can(String model) {
        return registry.of(Protocol.OPENAI_CHAT, model);
    }

    private BigDecimal price(String model, @Nullable String tier, @Nullable String quality) {
        Price price = Objects.requireNonNull(can(model).price());
        return price.estimate(tier, quality, 1, null).orElseThrow();
    }

    private List<ModelCapabilities> all() throws Exception {
        return catalogue().models().stream()
                .flatMap(described -> described.match().stream())
                .flatMap(pattern -> everywhere(pattern.replace("*", "")).stream())
                .toList();
    }

    private List<ModelCapabilities> everywhere(String id) {
        return List.of(
                registry.of(Protocol.OPENAI_CHAT, id),
                registry.of(Protocol.OPENAI_IMAGES, id),
                registry.of(Protocol.GEMINI, id),
                registry.of(Protocol.OPENROUTER_IMAGES, id));
    }

    private static void note(@Nullable Note note) {
        if (note != null) {
            assertThat(note.en()).matches("[\\x20-\\x7e]+");
            assertThat(note.zh()).matches(".*\\p{IsHan}.*");
        }
    }

    private static Catalogue catalogue() throws IOException, DescriptionException {
        try (InputStream in = ModelRegistry.class.getResourceAsStream("/models.json")) {
            return Catalogue.of(Catalogue.parse(in.readAllBytes()));
        }
    }
}
