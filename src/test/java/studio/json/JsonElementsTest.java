package studio.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonElementsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "[]; ; true",
                " [ ] ; ; true",
                "[1,2 , 3]; 1|2|3; true",
                "[{\"a\":[1,{}]},\"x,]\\\"y\",null]; {\"a\":[1,{}]}|\"x,]\\\"y\"|null; true",
                "\uFEFF[{}]; {}; true",
                "[,{},,{},]; {}|{}; true",
                "[{} {}]; {}|{}; true",
                "[{bad: [}, {\"good\": 1}]; {bad: [}|{\"good\": 1}; true",
                "[{\"a\": 1, {\"b\": 2}]; {\"a\": 1, {\"b\": 2}; true",
                "[}, {\"good\": 1}]; }|{\"good\": 1}; true",
                "[1, 2; 1|2; false",
                "[{\"a\": \"cu; {\"a\": \"cu; false",
                "[1] 2; 1; false",
                "{}; ; false",
                "hello; ; false",
                "``; ; false"
            })
    void elementsAreCutOutOfWholeAndDamagedArrays(String document, String elements, boolean whole) throws IOException {
        JsonElements cut =
                new JsonElements(new ByteArrayInputStream((document == null ? "" : document).getBytes(UTF_8)));
        List<String> found = new ArrayList<>();
        for (InputStream element = cut.next(); element != null; element = cut.next()) {
            found.add(new String(element.readAllBytes(), UTF_8).strip());
        }

        assertThat(String.join("|", found)).isEqualTo(elements == null ? "" : elements);
        assertThat(cut.whole()).isEqualTo(whole);
    }

    @Test
    void aStringEndsWithItsLine() throws IOException {
        JsonElements cut =
                new JsonElements(new ByteArrayInputStream("[{\"open: 1}\n}, {\"good\": 1}]".getBytes(UTF_8)));

        assertThat(cut.next()).hasContent("{\"open: 1}\n}");
        assertThat(cut.next()).hasContent("{\"good\": 1}");
    }

    @Test
    void whatIsNotReadOfAnElementIsPassedOver() throws IOException {
        String nested = "[".repeat(100_000) + "]".repeat(100_000);
        JsonElements cut = new JsonElements(
                new ByteArrayInputStream(("[" + nested + ", \"" + "x".repeat(200_000) + "\", 7]").getBytes(UTF_8)));

        assertThat(cut.next()).isNotNull();
        assertThat(cut.next().read()).isEqualTo('"');
        assertThat(cut.next()).hasContent("7");
        assertThat(cut.next()).isNull();
        assertThat(cut.whole()).isTrue();
    }
}
