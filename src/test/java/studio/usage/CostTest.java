package studio.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.model.Amount;
import studio.model.PictureOptions;
import studio.model.Price;

class CostTest {
    private static final PictureOptions IN_2K = PictureOptions.of(null, "2K");

    @Test
    void whatTheUpstreamToldIsTakenAsItIs() throws Exception {
        BigDecimal told = new BigDecimal("0.03866520000000000001");
        assertThat(Cost.of(told, json("{'output_tokens':4160}"), price("USD"), IN_2K, 1))
                .isEqualTo(new Cost(told, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'input_tokens':60,'output_tokens':4160,'input_tokens_details':{'text_tokens':12,'image_tokens':48}} | 0.125244",
                "{'prompt_tokens':12,'completion_tokens':1120,'total_tokens':1132} | 0.03366",
                "{'promptTokenCount':270,'candidatesTokenCount':1120,'thoughtsTokenCount':180,"
                        + "'promptTokensDetails':[{'modality':'TEXT','tokenCount':12},{'modality':'IMAGE','tokenCount':258}]} | 0.035724",
                "{'total_input_tokens':270,'total_output_tokens':1120,'total_thought_tokens':90} | 0.03495",
                "{'generated_images':1,'output_tokens':4160,'total_tokens':4160} | 0.1248",
            })
    void tokensOfEveryFormAreMultipliedByTheirPrices(String usage, String usd) throws Exception {
        Cost cost = Cost.of(null, json(usage), price("USD"), IN_2K, 1);
        assertThat(cost.usd()).isEqualByComparingTo(usd);
        assertThat(cost.estimated()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}",
                "{'output_tokens':0,'input_tokens':9}",
                "{'output_tokens':-4}",
                "{'output_tokens':1e300}",
                "{'output_tokens':'many'}",
                "{'total_tokens':7}",
            })
    void withoutSensibleTokensThePriceOfThePicturesCounts(String usage) throws Exception {
        assertThat(Cost.of(null, json(usage), price("USD"), IN_2K, 3).usd()).isEqualByComparingTo("0.402");
    }

    @Test
    void whatIsExpectedBeforeSendingIsThePriceOfThePicturesThatAreAskedFor() {
        assertThat(Cost.expected(price("USD"), IN_2K, 10)).isEqualByComparingTo("1.34");
    }

    @Test
    void whatTheModelChoosesItselfIsExpectedToBeTheDearest() {
        PictureOptions left = PictureOptions.of("1:1", null);
        assertThat(Cost.expected(price("USD"), left, 2)).isEqualByComparingTo("0.268");
        assertThat(Cost.expected(price("CNY"), left, 2)).isNull();
        assertThat(Cost.expected(price("USD"), PictureOptions.of("1:1", "4K"), 2))
                .isNull();
    }

    @Test
    void withoutAPriceInDollarsNobodyKnows() {
        assertThat(Cost.of(null, null, null, IN_2K, 1)).isNull();
        assertThat(Cost.of(null, null, price("CNY"), IN_2K, 1)).isNull();
        assertThat(Cost.expected(price("CNY"), IN_2K, 1)).isNull();
    }

    private static Price price(String currency) {
        return new Price(
                currency,
                null,
                Map.of("2K", Amount.of("0.134")),
                Map.of(),
                Amount.of("5"),
                Amount.of("8"),
                Amount.of("30"),
                null,
                null);
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }
}
