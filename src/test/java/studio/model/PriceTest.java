package studio.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PriceTest {
    private static final Price BY_TOKEN = new Price(
            "USD",
            null,
            Map.of(),
            Map.of("1K", 1120L, "4K", 2520L),
            Amount.of("5"),
            Amount.of("8"),
            Amount.of("30"),
            null,
            null);

    @Test
    void whatAnAnswerTookCountsMoreThanAnyList() {
        assertThat(BY_TOKEN.estimate("4K", null, 3, new Price.Tokens(100, 1000, 4160)))
                .get()
                .asString()
                .isEqualTo("0.133300");
    }

    @Test
    void tokensOfATierMakeAPriceWithoutRounding() {
        assertThat(BY_TOKEN.estimate("4K", null, 2, null)).get().asString().isEqualTo("0.151200");
        assertThat(BY_TOKEN.estimate(null, null, 1, null)).get().asString().isEqualTo("0.033600");
        assertThat(BY_TOKEN.estimate("8K", null, 1, null)).isEmpty();
    }

    @Test
    void aPriceByTierOrQualityWinsOverOneForAll() {
        Price price = new Price(
                "USD",
                Amount.of("0.04"),
                Map.of("2K", Amount.of("0.134"), "high", Amount.of("0.19")),
                Map.of(),
                null,
                null,
                null,
                null,
                null);
        assertThat(price.estimate("2K", null, 1, null)).get().asString().isEqualTo("0.134");
        assertThat(price.estimate(null, "high", 2, null)).get().asString().isEqualTo("0.38");
        assertThat(price.estimate(null, null, 3, new Price.Tokens(1, 1, 1)))
                .get()
                .asString()
                .isEqualTo("0.12");
    }

    @Test
    void nothingKnownIsNothingGuessed() {
        Price price = new Price("USD", null, Map.of(), Map.of("1K", 1120L), null, null, null, null, null);
        assertThat(price.estimate("1K", null, 1, null)).isEmpty();
        assertThat(price.estimate("1K", null, 1, new Price.Tokens(1, 1, 1))).isEmpty();
    }
}
