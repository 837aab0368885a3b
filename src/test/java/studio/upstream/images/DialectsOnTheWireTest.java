package studio.upstream.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import studio.model.PictureOptions;
import studio.upstream.ImageRequest;
import studio.upstream.ProviderScene;
import studio.upstream.dialect.CallBody;
import studio.upstream.dialect.Dialect;

/** What each dialect makes of one and the same request. */
class DialectsOnTheWireTest {
    private static final PictureOptions ALL =
            new PictureOptions("16:9", "2K", null, "high", "jpeg", 80, "opaque", "low", true, 2);

    @TempDir
    Path folder;

    private JsonNode written(String dialect, String model, int references, int count, PictureOptions options)
            throws Exception {
        List<ImageRequest.Reference> pictures = new ArrayList<>();
        for (int i = 1; i <= references; i++) {
            pictures.add(ImagesFixture.reference(folder, i, "image/png"));
        }
        ImageRequest.Reference mask = dialect.equals("openai-json") && references > 0 ? pictures.getFirst() : null;
        ImageRequest request = new ImageRequest(
                ImagesFixture.connection("https://x.example/v1", dialect), model, "p", pictures, mask, count, options);
        Dialect chosen = ImagesFixture.DIALECTS.of(request.connection());
        assertThat(chosen.name()).isEqualTo(dialect);
        return new ObjectMapper().readTree(CallBody.write(request, chosen, null).open());
    }

    /** Pictures as P1, P2 and so on; whole data URLs were compared before. */
    private String shown(JsonNode body) throws Exception {
        String text = body.toString();
        for (int i = 1; i <= 4; i++) {
            text = text.replace(
                    "data:image/png;base64," + ProviderScene.base64(ProviderScene.png(i, 3_000 + i)), "P" + i);
        }
        return text;
    }

    static Stream<Arguments> words() {
        return Stream.of(
                arguments(
                        "openai",
                        "'n':3,'quality':'high','background':'opaque','output_format':'jpeg','output_compression':80,'moderation':'low','stream':true,'partial_images':2"),
                arguments(
                        "azure",
                        "'n':3,'quality':'high','background':'opaque','output_format':'jpeg','output_compression':80,'moderation':'low','stream':true,'partial_images':2"),
                arguments(
                        "new-api",
                        "'n':3,'quality':'high','background':'opaque','output_format':'jpeg','output_compression':80,'moderation':'low'"),
                arguments(
                        "litellm",
                        "'n':3,'quality':'high','background':'opaque','output_format':'jpeg','output_compression':80,'moderation':'low'"),
                arguments(
                        "xai",
                        "'n':3,'aspect_ratio':'16:9','resolution':'2k','quality':'high','response_format':'b64_json'"),
                arguments(
                        "ark",
                        "'size':'2K','background':'opaque','output_format':'jpeg','response_format':'b64_json','watermark':false"),
                arguments("siliconflow", "'batch_size':3"),
                arguments("together", "'n':3,'output_format':'jpeg','response_format':'base64'"),
                arguments("zhipu", "'quality':'high','watermark_enabled':false"),
                arguments("recraft", "'n':3,'response_format':'b64_json'"),
                arguments("qwen", "'n':3,'watermark':false"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("words")
    void optionsAreCalledWhatTheProviderCallsThem(String dialect, String expected) throws Exception {
        assertThat(written(dialect, "m-1", 0, 3, ALL))
                .hasToString(("{'model':'m-1','prompt':'p'," + expected + "}").replace('\'', '"'));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "openai | 'size':'1536x1024'",
                "xai |",
                "ark | 'size':'1536x1024'",
                "siliconflow | 'image_size':'1536x1024'",
                "together | 'width':1536,'height':1024",
                "zhipu | 'size':'1536x1024'",
                "recraft | 'size':'1536x1024'",
                "qwen | 'size':'1536x1024'"
            })
    void exactSizesAreWrittenAsTheProviderWritesThem(String dialect, String expected) throws Exception {
        PictureOptions options = new PictureOptions(null, "2K", "1536x1024", null, null, null, null, null, false, 0);
        ObjectNode body = (ObjectNode) written(dialect, "m-1", 0, 1, options);
        body.remove(List.of("model", "prompt", "response_format", "resolution", "watermark", "watermark_enabled"));
        assertThat(body).hasToString("{" + (expected == null ? "" : expected.replace('\'', '"')) + "}");
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "openai-json | 1 | 'images':[{'image_url':'P1'}],'mask':{'image_url':'P1'}",
                "openai-json | 2 | 'images':[{'image_url':'P1'},{'image_url':'P2'}],'mask':{'image_url':'P1'}",
                "xai | 1 | 'image':{'type':'image_url','url':'P1'}",
                "xai | 3 | 'images':[{'type':'image_url','url':'P1'},{'type':'image_url','url':'P2'},{'type':'image_url','url':'P3'}]",
                "ark | 1 | 'image':'P1'",
                "ark | 2 | 'image':['P1','P2']",
                "qwen | 1 | 'image':'P1'",
                "qwen | 3 | 'image':['P1','P2','P3']",
                "siliconflow | 1 | 'image':'P1'",
                "siliconflow | 3 | 'image':'P1','image2':'P2','image3':'P3'",
                "together | 1 | 'image_url':'P1'",
                "together | 2 | 'reference_images':['P1','P2']",
            })
    void referencesGoWhereTheProviderLooksForThem(String dialect, int references, String expected) throws Exception {
        String body = shown(written(dialect, "m-1", references, 1, PictureOptions.NONE));
        assertThat(body).endsWith("," + expected.replace('\'', '"') + "}");
    }

    @ParameterizedTest
    @CsvSource({
        "openai,true",
        "openai-json,true",
        "azure,true",
        "new-api,true",
        "litellm,true",
        "xai,true",
        "ark,false",
        "siliconflow,false",
        "together,false"
    })
    void referencesNeverGoToAPathThatIgnoresThem(String dialect, boolean edits) {
        assertThat(ImagesFixture.DIALECTS
                        .of(ImagesFixture.connection("https://x.example", dialect))
                        .references()
                        .edits())
                .isEqualTo(edits);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-image-2,false",
        "openai/gpt-image-2.5-flare,false",
        "chatgpt-image-latest,false",
        "grok-imagine-image,true"
    })
    void gptImageIsNeverAskedForAFormat(String model, boolean asked) throws Exception {
        assertThat(written("xai", model, 0, 1, PictureOptions.NONE).has("response_format"))
                .isEqualTo(asked);
    }

    @Test
    void noMoreIsAskedForThanACallCanMake() throws Exception {
        assertThat(written("siliconflow", "m", 0, 9, PictureOptions.NONE)
                        .path("batch_size")
                        .intValue())
                .isEqualTo(4);
        assertThat(written("openai", "m", 0, 10, PictureOptions.NONE).path("n").intValue())
                .isEqualTo(10);
    }

    @Test
    void anAutomaticSizeIsLeftOut() throws Exception {
        PictureOptions options = new PictureOptions(null, null, "auto", null, null, null, null, null, false, 0);
        assertThat(written("openai", "m", 0, 1, options).has("size")).isFalse();
    }
}
