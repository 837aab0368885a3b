package studio.upstream.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import studio.testing.Corpus;
import studio.upstream.Answer;
import studio.upstream.Billing;
import studio.upstream.UpstreamException;
import studio.upstream.failure.Answered;

/** Whatever an upstream sends, as an answer, as an error and as a list of models: it is read, or told to be unreadable. */
public class AnswersFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_DETAIL = 10_000;

    static Stream<Named<byte[]>> corpus() {
        return Corpus.of("answers");
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void isReadOrRefused(byte[] data) throws Exception {
        fuzzerTestOneInput(data);
    }

    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        Corpus.withFolder(folder -> {
            AnswerReader reader =
                    new AnswerReader(folder, "the-key", Billing.FAILURES_MAY_COST, (index, file) -> assertThat(file)
                            .exists());
            try {
                Answer answer =
                        reader.read(new Reply(200, name -> null, new DecodedBody(new ByteArrayInputStream(data))));
                assertThat(answer.candidates()).isNotEmpty();
                for (Answer.Candidate candidate : answer.candidates()) {
                    if (candidate instanceof Answer.StoredPicture stored) {
                        assertThat(Files.size(stored.file())).isPositive();
                    }
                }
            } catch (UpstreamException told) {
                check(told);
            } catch (IOException broken) {
                // A document that is none or that breaks off; UpstreamCall tells which.
                assertThat(broken).isNotNull();
            }
        });
        error(data);
        list(data);
    }

    private static void error(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        for (int status : new int[] {400, 404, 429, 502}) {
            check(new Answered(status, null, "the-key", Billing.FAILURES_ARE_FREE).refused(name -> null, text));
        }
    }

    private static void check(UpstreamException told) {
        assertThat(told.code()).isNotNull();
        assertThat(String.valueOf(told.upstreamMessage()).length()).isLessThan(MAX_DETAIL);
    }

    private static void list(byte[] data) {
        JsonNode tree;
        try {
            tree = JSON.readTree(new String(data, StandardCharsets.UTF_8));
        } catch (JsonProcessingException notJson) {
            return;
        }
        ModelList.read(tree).forEach(model -> assertThat(model.id()).isNotBlank());
    }
}
