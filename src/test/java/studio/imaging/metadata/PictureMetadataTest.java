package studio.imaging.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static studio.imaging.metadata.PictureMetadata.Embedded.NOTHING;
import static studio.imaging.metadata.PictureMetadata.Embedded.SHORTENED;
import static studio.imaging.metadata.PictureMetadata.Embedded.WHOLE;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.imaging.Decoders;
import studio.imaging.Pictures;
import studio.imaging.Samples;
import studio.imaging.decode.DecodedPicture;
import studio.imaging.decode.Decoding;
import studio.imaging.metadata.PictureMetadata.Embedded;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.imaging.probe.Png;

class PictureMetadataTest {
    private static final Map<String, String> FIELDS = fields();

    @TempDir
    Path folder;

    private static Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("prompt", "一只在湖上的纸船 🚣‍♀️ <b>\"bold\"</b> & 'more' ]]> \r\n\ttab &#65; </studio:prompt>");
        fields.put("model", "google/gemini-3-pro-image");
        fields.put("parameters", "{\"size\":\"1024x1024\",\"seed\":7}");
        fields.put("createdAt", "2026-11-23T19:00:00Z");
        return fields;
    }

    private Path target() {
        return folder.resolve("target.bin");
    }

    private Embedded embed(Path source, ImageInfo info, Map<String, String> fields) throws Exception {
        try (FileChannel target = FileChannel.open(
                target(), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            return new PictureMetadata(fields).embed(source, info, target);
        }
    }

    private Embedded embed(byte[] picture, Map<String, String> fields) throws Exception {
        Path source = Pictures.file(folder, "source.bin", picture);
        return embed(source, ImageProbe.probe(source), fields);
    }

    private Map<String, String> read() throws Exception {
        return PictureMetadata.read(target()).fields();
    }

    private static byte[] pixels(byte[] picture) throws Exception {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture));
        return Arrays.toString(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void everyTextComesBackAndNoPixelChanges(String type) throws Exception {
        byte[] picture = Pictures.encoded(type, 300, 200);

        assertThat(embed(picture, FIELDS)).isEqualTo(WHOLE);

        assertThat(read()).isEqualTo(FIELDS);
        assertThat(pixels(Files.readAllBytes(target()))).isEqualTo(pixels(picture));
        assertThat(ImageProbe.probe(target()).complete()).isTrue();
    }

    @Test
    void aWebpOfTheSimpleFormBecomesAnExtendedOne() throws Exception {
        byte[] picture = Samples.webpLossy();

        assertThat(embed(picture, FIELDS)).isEqualTo(WHOLE);

        byte[] labelled = Files.readAllBytes(target());
        assertThat(read()).isEqualTo(FIELDS);
        assertThat(new String(labelled, 12, 4, StandardCharsets.US_ASCII)).isEqualTo("VP8X");
        assertThat(Arrays.copyOfRange(labelled, 30, 30 + picture.length - 12))
                .as("the picture's chunk")
                .isEqualTo(Arrays.copyOfRange(picture, 12, picture.length));
        assertThat(ImageProbe.probe(target())).isEqualTo(new ImageInfo(ImageFormat.WEBP, 1, 1, labelled.length, true));
    }

    @Test
    void libvipsReadsWhatWasLabelled() throws Exception {
        try (Decoding decoder = Decoders.vips()) {
            Path webp = folder.resolve("made.webp");
            for (String type : new String[] {"png", "jpg"}) {
                embed(Pictures.encoded(type, 300, 200), FIELDS);
                decoded(decoder, webp);
            }
            assertThat(embed(Files.readAllBytes(webp), FIELDS)).isEqualTo(WHOLE);
            decoded(decoder, folder.resolve("again.webp"));
        }
    }

    private void decoded(Decoding decoder, Path webp) throws Exception {
        decoder.decode(target(), ImageProbe.probe(target()), 400, picture -> {
            try (DecodedPicture square = picture.exactly(400, 400)) {
                square.write(ImageFormat.WEBP, 80, webp);
            }
            return true;
        });
        assertThat(ImageProbe.probe(webp).width()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "webp"})
    void labellingAgainReplacesAndKeepsWhatOthersWrote(String type) throws Exception {
        byte[] picture = type.equals("webp") ? Samples.webpExtended(40, 30) : Pictures.encoded(type, 40, 30);
        embed(picture, FIELDS);
        byte[] once = Files.readAllBytes(target());

        assertThat(embed(once, Map.of("prompt", "new"))).isEqualTo(WHOLE);

        assertThat(read()).containsEntry("prompt", "new");
        assertThat(packets(Files.readAllBytes(target()))).isEqualTo(1);
        assertThat(ImageProbe.probe(target()).complete()).isTrue();
    }

    private static int packets(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1).split("<x:xmpmeta", -1).length - 1;
    }

    @Test
    void thePacketIsXmlThatOtherProgramsRead() throws Exception {
        byte[] packet =
                XmpPacket.fitting(XmpPacket.clean(FIELDS), null, 1_000_000).xml();
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        var document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(packet));

        assertThat(document.getElementsByTagNameNS("urn:image-studio:picture:", "prompt")
                        .item(0)
                        .getTextContent())
                .isEqualTo(FIELDS.get("prompt"));
        assertThat(document.getElementsByTagNameNS("http://purl.org/dc/elements/1.1/", "description")
                        .item(0)
                        .getTextContent())
                .isEqualTo(FIELDS.get("prompt"));
    }

    @Test
    void charactersThatXmlCannotCarryAreLeftOutAndSaidSo() throws Exception {
        Embedded embedded =
                embed(Pictures.encoded("png", 40, 30), Map.of("prompt", "a\0b\u0001c\ud800d\uffffe", "odd key!", "x"));

        assertThat(embedded).isEqualTo(SHORTENED);
        assertThat(read()).isEqualTo(Map.of("prompt", "abcde"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"prompt", "文字🚣"})
    void aTextTooLongForAJpegIsCutAndThePictureStaysWhole(String piece) throws Exception {
        String prompt = piece.repeat(200_000 / piece.length());
        byte[] picture = Pictures.encoded("jpg", 40, 30);

        assertThat(embed(picture, Map.of("prompt", prompt, "model", "m"))).isEqualTo(SHORTENED);

        assertThat(read()).containsEntry("model", "m");
        String kept = read().get("prompt");
        assertThat(kept).endsWith("…");
        assertThat(kept.getBytes(StandardCharsets.UTF_8).length).isBetween(60_000, 65_502);
        assertThat(prompt).startsWith(kept.substring(0, kept.length() - 1));
        assertThat(pixels(Files.readAllBytes(target()))).isEqualTo(pixels(picture));
    }

    @Test
    void anExistingPacketOfAnotherProgramIsKept() throws Exception {
        String theirs =
                "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"r\"><rdf:Description made=\"byAI\"/>"
                        + "</rdf:RDF></x:xmpmeta>";
        byte[] content = ("http://ns.adobe.com/xap/1.0/\0" + theirs).getBytes(StandardCharsets.ISO_8859_1);

        assertThat(embed(Samples.segment(Pictures.encoded("jpg", 40, 30), 0xe1, content), FIELDS))
                .isEqualTo(WHOLE);

        assertThat(read()).isEqualTo(FIELDS);
        assertThat(Files.readString(target(), StandardCharsets.ISO_8859_1)).contains("made=\"byAI\"");
    }

    @Test
    void formatsAndContainersThatCarryNoneAreCopiedAsTheyAre() throws Exception {
        byte[] gif = Pictures.encoded("gif", 40, 30);
        assertThat(embed(gif, FIELDS)).isEqualTo(NOTHING);
        assertThat(target()).hasBinaryContent(gif);

        byte[] cut = Arrays.copyOf(Samples.webpExtended(40, 30), 34);
        assertThat(embed(cut, FIELDS)).isEqualTo(NOTHING);
        assertThat(target()).hasBinaryContent(cut);
        assertThat(PictureMetadata.read(target())).isEqualTo(PictureMetadata.NONE);
    }

    @Test
    void whateverTheContainerHoldsACopyIsMadeThatIsStillAPicture() throws Exception {
        Random random = new Random(5);
        for (byte[] original : List.of(
                Pictures.encoded("png", 40, 30), Pictures.encoded("jpg", 40, 30), Samples.webpExtended(40, 30))) {
            for (int i = 0; i < 1000; i++) {
                byte[] copy = original.clone();
                for (int n = 0; n < 3; n++) {
                    copy[12 + random.nextInt(Math.min(300, copy.length - 12))] = (byte) random.nextInt(256);
                }
                Path source = Pictures.file(folder, "source.bin", copy);
                ImageInfo info;
                try {
                    info = ImageProbe.probe(source);
                } catch (NotAnImageException e) {
                    continue;
                }
                embed(source, info, FIELDS);
                assertThat(ImageProbe.probe(target()))
                        .extracting(ImageInfo::format, ImageInfo::width, ImageInfo::height)
                        .containsExactly(info.format(), info.width(), info.height());
            }
        }
    }

    private Path completed(byte[] picture) throws Exception {
        Path file = Pictures.file(folder, "completed.bin", picture);
        new PictureMetadata(FIELDS)
                .ending(file, ImageProbe.probe(file))
                .orElseThrow()
                .write(file);
        return file;
    }

    @Test
    void anEndingComesBackAndNoPixelChanges() throws Exception {
        byte[] picture = Pictures.encoded("png", 300, 200);

        Path file = completed(picture);

        assertThat(PictureMetadata.read(file).fields()).isEqualTo(FIELDS);
        assertThat(pixels(Files.readAllBytes(file))).isEqualTo(pixels(picture));
        assertThat(ImageProbe.probe(file).complete()).isTrue();
        assertThat(packets(Files.readAllBytes(file))).isEqualTo(1);
        try (Decoding decoder = Decoders.vips()) {
            Files.copy(file, target());
            decoded(decoder, folder.resolve("made.webp"));
        }
    }

    @Test
    void whereverAnEndingIsCutOffTheFileBecomesWhatItWas() throws Exception {
        byte[] before = Pictures.encoded("png", 40, 30);
        Path file = completed(before);
        byte[] after = Files.readAllBytes(file);
        for (int cut = before.length - Png.end().length + 1; cut <= after.length; cut++) {
            byte[] torn = Arrays.copyOf(after, Math.max(cut, before.length));
            System.arraycopy(before, Math.min(cut, before.length), torn, cut, Math.max(0, before.length - cut));
            Files.write(file, torn);

            PictureMetadata.restore(file);

            assertThat(file).as("cut at %d", cut).hasBinaryContent(before);
        }
    }

    @Test
    void onlyWhatWasCompletedIsRestored() throws Exception {
        byte[] png = Pictures.encoded("png", 40, 30);
        List<byte[]> others = new ArrayList<>(List.of(Pictures.encoded("jpg", 40, 30), Samples.webpExtended(40, 30)));
        for (int cut = 0; cut <= png.length; cut++) {
            others.add(Arrays.copyOf(png, cut));
        }
        for (byte[] other : others) {
            Path file = Pictures.file(folder, "other.bin", other);

            PictureMetadata.restore(file);

            assertThat(file).hasBinaryContent(other);
        }
    }

    @Test
    void whatHasItsPlaceElsewhereTakesACopy() throws Exception {
        byte[] png = Pictures.encoded("png", 40, 30);
        embed(png, FIELDS);
        List<byte[]> pictures = List.of(
                Pictures.encoded("jpg", 40, 30),
                Samples.webpExtended(40, 30),
                Files.readAllBytes(target()),
                Arrays.copyOf(png, png.length + 1));
        for (byte[] picture : pictures) {
            Path file = Pictures.file(folder, "other.bin", picture);
            assertThat(new PictureMetadata(FIELDS).ending(file, ImageProbe.probe(file)))
                    .isEmpty();
        }
    }

    @Test
    void whereNothingIsAddedTheFileStaysAsItIs() throws Exception {
        byte[] gif = Pictures.encoded("gif", 40, 30);
        assertThat(completed(gif)).hasBinaryContent(gif);
    }

    /** Every order of the four segments, and those of them without XMP. */
    static Stream<String> ordersOfSegments() {
        return Stream.of("J", "M", "E", "X")
                .flatMap(a -> Stream.of("J", "M", "E", "X").map(b -> a + b))
                .flatMap(ab -> Stream.of("J", "M", "E", "X").map(c -> ab + c))
                .flatMap(abc -> Stream.of("J", "M", "E", "X", "").map(d -> abc + d))
                .filter(order -> order.contains("M") && order.chars().distinct().count() == order.length());
    }

    @ParameterizedTest
    @MethodSource("ordersOfSegments")
    void theSecondPictureOfAJpegIsFoundWhateverStandsBeforeIt(String order) throws Exception {
        for (ByteOrder endian : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            assertThat(embed(Samples.multiPicture(order, endian), FIELDS)).isEqualTo(WHOLE);

            byte[] labelled = Files.readAllBytes(target());
            int index = new String(labelled, StandardCharsets.ISO_8859_1).indexOf("MPF\0") + 4;
            ByteBuffer entries = ByteBuffer.wrap(labelled, index, 100).slice().order(endian);
            int second = index + entries.getInt(42 + 16);
            assertThat(Arrays.copyOfRange(labelled, second, labelled.length)).isEqualTo(Samples.SECOND);
            assertThat(entries.getInt(38)).as("size of the first").isEqualTo(second);
            assertThat(read()).isEqualTo(FIELDS);
        }
    }
}
