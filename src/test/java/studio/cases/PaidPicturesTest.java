package studio.cases;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.testing.FreshFolders;

/** Pictures that were paid for and have arrived, or whose address has: each becomes an entry, and nothing is asked for twice. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class PaidPicturesTest extends CaseScene {

    @ParameterizedTest
    @CsvSource({
        "markdown-alt-with-brackets/alt-brackets-b64.json, openai-chat, 1",
        "markdown-url-with-parens/md-paren.json, openai-chat, 1",
    })
    void everyPictureOfTheAnswerBecomesAnEntry(String file, String protocol, int pictures) throws Exception {
        String type = file.endsWith(".txt") ? "text/event-stream" : "application/json";
        assertPictures(play(protocol, reply(200, type, file)), pictures);
    }
}
