package studio.model;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The known price of a model, by discovery or by {@code config/models.json}. All
 * of it is an expectation; only the upstream's bill counts.
 *
 * @param currency of all amounts; {@code USD} by default
 * @param perPicture whatever the picture's size
 * @param perTier for one picture, by tier or by quality: {@code {"2K": "0.134"}}, {@code {"high": "0.19"}}
 * @param outputTokens tokens that one picture takes, by tier or by quality
 * @param inputTokensPerMillion for a million tokens of text that is sent
 * @param imageInputTokensPerMillion for a million tokens of pictures that are sent; null: as for text
 * @param outputTokensPerMillion for a million tokens of pictures that come back
 * @param asOf when that was so: {@code 2026-09}
 */
@RegisterForReflection
public record Price(
        String currency,
        @Nullable Amount perPicture,
        Map<String, Amount> perTier,
        Map<String, Long> outputTokens,
        @Nullable Amount inputTokensPerMillion,
        @Nullable Amount imageInputTokensPerMillion,
        @Nullable Amount outputTokensPerMillion,
        @Nullable String asOf,
        @Nullable Note note) {
    /** The tier that models draw when none is asked for. */
    private static final String USUAL_TIER = "1K";

    private static final int A_MILLION = 6;

    /** The token usage that an upstream reports for a call. */
    public record Tokens(long textInput, long imageInput, long output) {}

    public Price {
        currency = Given.or(currency, "USD");
        perTier = Given.map(perTier);
        outputTokens = Given.map(outputTokens);
    }

    /**
     * What a request costs, or what an answer has cost; empty when the prices that this takes are not known.
     *
     * @param tier as asked for; null: none
     * @param quality as asked for; null: none
     * @param used the reported usage; null before there is an answer
     * @return in {@link #currency}, exact
     */
    public Optional<BigDecimal> estimate(
            @Nullable String tier, @Nullable String quality, int pictures, @Nullable Tokens used) {
        if (used != null && outputTokensPerMillion != null && inputTokensPerMillion != null) {
            Amount forPictures =
                    imageInputTokensPerMillion == null ? inputTokensPerMillion : imageInputTokensPerMillion;
            return Optional.of(cost(used.textInput(), inputTokensPerMillion)
                    .add(cost(used.imageInput(), forPictures))
                    .add(cost(used.output(), outputTokensPerMillion)));
        }
        return perOne(tier, quality).map(one -> one.multiply(BigDecimal.valueOf(pictures)));
    }

    /** The dearest listed picture, for a request that leaves tier and quality to the model; empty when none is listed. */
    public Optional<BigDecimal> dearest(int pictures) {
        Stream<BigDecimal> byTokens = outputTokensPerMillion == null
                ? Stream.empty()
                : outputTokens.values().stream().map(tokens -> cost(tokens, outputTokensPerMillion));
        return Stream.concat(perTier.values().stream().map(Amount::value), byTokens)
                .max(Comparator.naturalOrder())
                .map(one -> one.multiply(BigDecimal.valueOf(pictures)));
    }

    private Optional<BigDecimal> perOne(@Nullable String tier, @Nullable String quality) {
        Amount listed = chosen(perTier, tier, quality);
        if (listed == null) {
            listed = perPicture;
        }
        if (listed != null) {
            return Optional.of(listed.value());
        }
        Long tokens = chosen(outputTokens, tier, quality);
        return tokens == null || outputTokensPerMillion == null
                ? Optional.empty()
                : Optional.of(cost(tokens, outputTokensPerMillion));
    }

    private static <T> @Nullable T chosen(Map<String, T> byWord, @Nullable String tier, @Nullable String quality) {
        T found = tier == null ? null : byWord.get(tier);
        if (found == null && quality != null) {
            found = byWord.get(quality);
        }
        return found == null && tier == null ? byWord.get(USUAL_TIER) : found;
    }

    private static BigDecimal cost(long tokens, Amount perMillion) {
        return perMillion.value().multiply(BigDecimal.valueOf(tokens)).movePointLeft(A_MILLION);
    }
}
