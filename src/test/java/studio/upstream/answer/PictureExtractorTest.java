package studio.upstream.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.json.SpooledJson;
import studio.upstream.Answer;
import studio.upstream.Billing;
import studio.upstream.ProviderScene;
import studio.upstream.UpstreamException;
import studio.upstream.failure.Answered;

class PictureExtractorTest {
    @TempDir
    Path folder;

    private PictureExtractor.Found extract(String json) throws Exception {
        return new PictureExtractor(
                        SpooledJson.read(
                                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
                                folder,
                                new SpooledJson.Limits(1 << 26, 1 << 22, 256)),
                        folder)
                .find();
    }

    private static String message(String fields) {
        return "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\"," + fields + "}}]}";
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                        "choices:{'images':[{'type':'image_url','image_url':{'url':'D'}}]}",
                        "choices:{'content':null,'images':[{'image_url':'D'}]}",
                        "choices:{'content':'','images':[{'url':'D'}]}",
                        "choices:{'content':'','images':[{'b64_json':'B'}]}",
                        "choices:{'content':'','images':['D']}",
                        "choices:{'content':'x','image':'D'}",
                        "choices:{'content':'x','image':{'url':'D','detail':'auto'}}",
                        "choices:{'content':[{'type':'text','text':'hi'},{'type':'image_url','image_url':{'url':'D'}}]}",
                        "choices:{'content':[{'type':'image_url','image_url':'D'}]}",
                        "choices:{'content':[{'type':'output_image','image_base64':'B'}]}",
                        "choices:{'content':[{'type':'image','data':'B'}]}",
                        "choices:{'content':[{'type':'image','source':{'type':'base64','media_type':'image/png','data':'B'}}]}",
                        "choices:{'content':[{'inline_data':{'mime_type':'image/png','data':'B'}}]}",
                        "choices:{'content':[{'inlineData':{'mimeType':'image/png','data':'B'}}]}",
                        "choices:{'content':'Look: ![image](D) nice'}",
                        "choices:{'content':'D'}",
                        "choices:{'content':'B'}",
                        "choices:{'content':'Here <img src=\\\\\"D\\\\\" alt=\\\\\"x\\\\\"> it is'}",
                        "choices:{'content':'```image\\\\nD\\\\n```'}",
                        "{'choices':[{'delta':{'images':[{'image_url':{'url':'D'}}]}}]}",
                        "{'data':[{'b64_json':'B','url':''}]}",
                        "{'data':[{'b64_json':'D'}]}",
                        "{'data':[{'b64_json':'','url':'D'}]}",
                        "{'data':['D']}",
                        "{'data':[{'image':'B'}]}",
                        "{'data':[{'base64':'B'}]}",
                        "{'images':['B']}",
                        "{'images':[{'base64':'B','content_type':'image/png'}]}",
                        "{'image':'B'}",
                        "{'artifacts':[{'base64':'B'}]}",
                        "{'predictions':[{'mimeType':'image/png','bytesBase64Encoded':'B'}]}",
                        "{'candidates':[{'content':{'parts':[{'text':'t','thought':true},{'inlineData':{'mimeType':'image/png','data':'T'},'thought':true},{'inlineData':{'mimeType':'image/png','data':'B'}}]}}]}",
                        "{'steps':[{'type':'thought'},{'type':'model_output','content':[{'type':'image','mime_type':'image/png','data':'B'}]}]}",
                        "{'output':[{'type':'reasoning','result':'T'},{'type':'image_generation_call','status':'completed','result':'B'}]}",
                        "{'output':[{'type':'message','content':[{'type':'output_image','image_url':'D'}]}]}",
                        "{'output':{'choices':[{'message':{'content':[{'image':'D'}]}}]}}")
                .flatMap(shape -> Stream.of(arguments(shape, 900), arguments(shape, 9_000)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyShapeGivesItsOnePicture(String shape, int size) throws Exception {
        byte[] picture = ProviderScene.png(size, size);
        String json = shape.startsWith("choices:{")
                ? message(shape.substring("choices:{".length(), shape.length() - 1))
                : shape;
        json = json.replace('\'', '"').replace("\\\\", "\\");
        json = json.replace("D", "data:image/png;base64," + "@")
                .replaceAll("\"B\"", "\"@\"")
                .replace("\"T\"", "\"" + ProviderScene.base64(ProviderScene.png(700, 700)) + "\"");
        json = json.replace("inline" + "data:image/png;base64,@" + "ata", "inlineData")
                .replace("@", ProviderScene.base64(picture));

        PictureExtractor.Found found = extract(json);

        assertThat(found.candidates()).as(shape).hasSize(1);
        Answer.StoredPicture stored = (Answer.StoredPicture) found.candidates().getFirst();
        assertThat(Files.readAllBytes(stored.file())).isEqualTo(picture);
        assertThat(found.caption()).doesNotContain("base64", "![", "<img", "```", "\uFFFC");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'data':[{'url':'U'}]}",
                "{'images':[{'url':'U'}]}",
                "{'output':['U']}",
                "{'result':{'sample':'U'}}",
                "{'output':{'results':[{'url':'U'}]}}",
                "{'image_result':[{'url':'U'}]}",
                "{'candidates':[{'content':{'parts':[{'fileData':{'fileUri':'U' }}]}}]}",
                "{'choices':[{'message':{'content':'![a](U)'}}]}",
                "{'choices':[{'message':{'content':'Done:\\n U \\n'}}]}",
                "{'choices':[{'message':{'content':'![a](<U>)'}}]}",
                "{'choices':[{'message':{'content':'[download](U)'}}]}",
                "{'choices':[{'message':{'content':[{'type':'image_url','image_url':{'url':'U'}}]}}]}"
            })
    void addressesAreLeftToTheDownload(String shape) throws Exception {
        String url = "https://cdn.example.com/a.png?sig=1%2B2";
        assertThat(extract(shape.replace('\'', '"').replaceAll("\\bU\\b", url)).candidates())
                .containsExactly(Answer.RemotePicture.at(url));
    }

    static Stream<Arguments> encodings() {
        byte[] picture = ProviderScene.png(901, 901);
        String plain = ProviderScene.base64(picture);
        return Stream.of(
                arguments("line breaks", "data:image/png;base64," + plain.replaceAll("(.{76})", "$1\\\\r\\\\n")),
                arguments(
                        "url-safe",
                        "data:image/png;base64," + plain.replace('+', '-').replace('/', '_')),
                arguments("unpadded", "data:image/png;base64," + plain.replace("=", "")),
                arguments("odd type", "data:image/jpg;charset=utf-8;name=a.png;base64," + plain),
                arguments("no type", "data:;base64," + plain),
                arguments(
                        "percent",
                        "data:image/png;base64," + plain.replace("+", "%2B").replace("=", "%3D")),
                arguments("escaped slashes", "data:image\\/png;base64," + plain.replace("/", "\\/")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("encodings")
    void oddEncodingsAreRead(String name, String url) throws Exception {
        PictureExtractor.Found found = extract(message("\"images\":[{\"image_url\":{\"url\":\"" + url + "\"}}]"));
        Answer.StoredPicture stored = (Answer.StoredPicture) found.candidates().getFirst();
        assertThat(Files.readAllBytes(stored.file())).isEqualTo(ProviderScene.png(901, 901));
    }

    @Test
    void garbageIsDamageAndAGoodPictureBesideItCounts() throws Exception {
        String bad = "{\"b64_json\":\"data:image/png;base64,iVBOR###\"}";
        assertThat(extract("{\"data\":[" + bad + "]}").candidates()).isEmpty();
        assertThat(extract("{\"data\":[" + bad + "]}").damaged()).isTrue();
        assertThat(extract("{\"data\":[" + bad + ",{\"b64_json\":\"" + ProviderScene.base64(ProviderScene.png(900, 900))
                                + "\"}]}")
                        .candidates())
                .hasSize(1);
    }

    @Test
    void theSamePictureSaidTwiceIsOne() throws Exception {
        String url = "data:image/png;base64," + ProviderScene.base64(ProviderScene.png(5_000, 5_000));
        PictureExtractor.Found found = extract(message("\"content\":\"See ![x](" + url
                + ") there\",\"images\":[{\"image_url\":{\"url\":\"" + url + "\"}},\"" + url + "\"]"));
        assertThat(found.candidates()).hasSize(1);
        assertThat(found.caption()).isEqualTo("See  there");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(f -> f.toFile().length() == 5_000)).hasSize(1);
        }
    }

    @Test
    void differentPicturesOfTheSameLengthAreTwo() throws Exception {
        byte[] one = ProviderScene.png(1, 9_000);
        byte[] other = one.clone();
        other[8_999]++;
        String last = "{\"b64_json\":\"" + ProviderScene.base64(other) + "\"}";
        List<Answer.Candidate> found = extract(
                        "{\"data\":[{\"b64_json\":\"" + ProviderScene.base64(one) + "\"}," + last + "," + last + "]}")
                .candidates();
        assertThat(found).hasSize(2);
        assertThat(Files.readAllBytes(((Answer.StoredPicture) found.get(0)).file()))
                .isEqualTo(one);
        assertThat(Files.readAllBytes(((Answer.StoredPicture) found.get(1)).file()))
                .isEqualTo(other);
        assertThat(folder.toFile().list()).hasSize(2);
    }

    @Test
    void severalPicturesKeepTheirOrder() throws Exception {
        List<Answer.Candidate> found = extract(
                        "{\"data\":[{\"b64_json\":\"" + ProviderScene.base64(ProviderScene.png(900, 900))
                                + "\"},{\"url\":\"https://x.org/1\"},{\"b64_json\":\""
                                + ProviderScene.base64(ProviderScene.png(6_000, 6_000)) + "\"}]}")
                .candidates();
        assertThat(found).hasSize(3);
        assertThat(((Answer.StoredPicture) found.get(0)).bytes()).isEqualTo(900);
        assertThat(found.get(1)).isInstanceOf(Answer.RemotePicture.class);
        assertThat(((Answer.StoredPicture) found.get(2)).bytes()).isEqualTo(6_000);
    }

    @Test
    void thoughtsAreNotOutput() throws Exception {
        String url = "data:image/png;base64," + ProviderScene.base64(ProviderScene.png(800, 800));
        PictureExtractor.Found found =
                extract(message("\"reasoning\":\"![d](" + url + ")\",\"reasoning_content\":\"r\","
                        + "\"content\":\"<think>draft ![d](" + url + ") https://a.org/b.png</think>Only words.\""));
        assertThat(found.candidates()).isEmpty();
        assertThat(found.caption()).isEqualTo("Only words.");
    }

    @Test
    void aStreamNobodyAskedForIsRead() throws Exception {
        String data = ProviderScene.base64(ProviderScene.png(3_000, 3_000));
        String events = ": OPENROUTER PROCESSING\r\n\r\n"
                + "data: {\"choices\":[{\"delta\":{\"content\":\"Here \"}}]}\r\n\r\n"
                + "event: x\ndata:{\"choices\":[{\"delta\":{\"content\":\"![a](data:image/png;base64,"
                + data.substring(0, 1001) + "\"}}]}\n\n"
                + "data: {\"choices\":[{\"delta\":{\"content\":\"" + data.substring(1001) + ") it is\"}}]}\n\n"
                + "data: {\"choices\":[],\"usage\":{\"cost\":1}}\n\ndata: [DONE]\n\n";
        Reply reply = new Reply(200, name -> null, new ByteArrayInputStream(events.getBytes(StandardCharsets.UTF_8)));
        Answer answer = new AnswerReader(folder, "", Billing.FAILURES_MAY_COST, (index, file) -> {}).read(reply);
        assertThat(answer.candidates()).hasSize(1);
        assertThat(((Answer.StoredPicture) answer.candidates().getFirst()).bytes())
                .isEqualTo(3_000);
        assertThat(answer.text()).isEqualTo("Here  it is");
        assertThat(answer.details().usage().path("cost").asInt()).isEqualTo(1);
    }

    @Test
    void aBodyThatIsAPictureIsThePicture() throws Exception {
        byte[] picture = ProviderScene.png(70_000, 70_000);
        Reply reply = new Reply(200, name -> null, new ByteArrayInputStream(picture));
        Answer.StoredPicture stored =
                (Answer.StoredPicture) new AnswerReader(folder, "", Billing.FAILURES_MAY_COST, (index, file) -> {})
                        .read(reply)
                        .candidates()
                        .getFirst();
        assertThat(Files.readAllBytes(stored.file())).isEqualTo(picture);
        assertThat(stored.bytes()).isEqualTo(70_000);
    }

    @Test
    void ofADocumentThatIsOneLongStringTheStartIsShown() {
        byte[] body = ("\"No picture today. " + "Why? ".repeat(2_000) + "\"").getBytes(StandardCharsets.UTF_8);
        UpstreamException failure = catchThrowableOfType(UpstreamException.class, () -> new AnswerReader(
                        folder, "", Billing.FAILURES_MAY_COST, (index, file) -> {})
                .read(new Reply(200, name -> null, new ByteArrayInputStream(body))));
        assertThat(failure.upstreamMessage()).startsWith("No picture today. Why? Why?");
    }

    @Test
    void aHugeAnswerNeedsLittleMemory() throws Exception {
        // 50 MB of noise as base64: were it ever one string, the allocation would show it.
        byte[] chunk = new byte[3 * 1024 * 1024];
        new Random(1).nextBytes(chunk);
        String block = ProviderScene.base64(chunk);
        String head =
                "{\"choices\":[{\"message\":{\"content\":\"\",\"images\":[{\"image_url\":{\"url\":\"data:image/png;base64,";
        List<byte[]> parts = new java.util.ArrayList<>();
        parts.add(head.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 17; i++) {
            parts.add(block.getBytes(StandardCharsets.UTF_8));
        }
        parts.add("\"}}]}}]}".getBytes(StandardCharsets.UTF_8));
        var in = new java.io.SequenceInputStream(java.util.Collections.enumeration(
                parts.stream().map(ByteArrayInputStream::new).toList()));
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Answer answer = new AnswerReader(folder, "", Billing.FAILURES_MAY_COST, (index, file) -> {})
                .read(new Reply(200, name -> null, in));
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(((Answer.StoredPicture) answer.candidates().getFirst()).bytes())
                .isEqualTo(17L * chunk.length);
        assertThat(allocated).isLessThan(8L * 1024 * 1024);
    }

    @Test
    void keysAreMaskedInTheUpstreamsWords() {
        String key = "weird+key/with==chars";
        UpstreamException failure = new Answered(401, null, key, Billing.FAILURES_MAY_COST)
                .refused(
                        name -> null,
                        "{\"error\":{\"message\":\"Incorrect key weird+key/with==chars and sk-proj-abcdefgh12345\"}}");
        assertThat(failure.upstreamMessage()).isEqualTo("Incorrect key *** and ***");
        assertThat(Arrays.asList(failure.toString().split("\\s+"))).doesNotContain(key);
    }
}
