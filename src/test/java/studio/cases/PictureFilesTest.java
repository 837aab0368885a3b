package studio.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import studio.testing.FreshFolders;

/** Picture files of odd or broken forms: as results they are kept and told for what they are, as references mended or refused. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class PictureFilesTest extends CaseScene {

    @Test
    void aResultThatIsWholeInFormAndCannotBeDecodedIsKeptAndMarkedDamaged() throws Exception {
        JsonNode task = play("openai-images", reply(200, "application/json", "bad-idat-crc/f-badcrc-idat.png.json"));

        assertPictures(task, 1);
        JsonNode entry = task.at("/result/galleryEntries/0");
        assertThat(entry.at("/parameters/got/damaged").asBoolean()).isTrue();
        assertThat(picture(entry)).isNotEmpty();
    }
}
