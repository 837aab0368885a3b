package studio.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.JsonFormatter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code LOG_FORMAT=json}: secrets go there too, and what is left is still one JSON object a line. */
class JsonLinesTest {
    private final LogBuffer.RedactingFormatter formatter = new LogBuffer.RedactingFormatter(new JsonFormatter());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer SECRETabcdef1234",
                "GET https://example.com/v1beta/models?key=SECRETabc&alt=json",
                "{\"apiKey\":\"SECRETabc\",\"x\":1}",
                "{\"password\" : \"SECRETabc def\"}",
                "password=SECRETabc next",
                "Cookie: studio_session=SECRETabc; other=SECRETdef",
                "https://user:SECRETpass@example.com/"
            })
    void secretsVanishAndTheLineStaysJson(String message) throws Exception {
        ExtLogRecord logged = new ExtLogRecord(Level.WARN, message, ExtLogRecord.FormatStyle.NO_FORMAT, "studio");
        logged.setLoggerName("studio.test");
        logged.setThrown(new IllegalStateException("with token=SECRETxyz"));

        String line = formatter.format(logged);

        assertThat(line).doesNotContain("SECRET").contains("[hidden]").endsWith("\n");
        assertThat(line.strip()).doesNotContain("\n");
        JsonNode object = new ObjectMapper().readTree(line);
        assertThat(object.path("level").asText()).isEqualTo("WARN");
        assertThat(object.path("loggerName").asText()).isEqualTo("studio.test");
    }
}
