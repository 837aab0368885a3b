package studio.proof;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import studio.testing.UpstreamDouble;

/**
 * An upstream that does what the first word of the prompt says, so that it behaves the same before and after a restart of
 * the server, and that counts how often each prompt was sent.
 */
final class PromptedUpstream implements AutoCloseable {
    /** Answers at once. */
    static final String QUICK = "quick";

    /** Answers after a second and a half. */
    static final String LATER = "later";

    /** Answers after two seconds. */
    static final String PATIENT = "patient";

    /** Answers after a second and a half with nothing but the picture. */
    static final String BARE = "bare";

    /** Answers in many small pieces. */
    static final String SLOWLY = "slowly";

    /** Answers at once with a picture that takes long to save. */
    static final String LARGE = "large";

    /** Never answers. */
    static final String SILENT = "silent";

    /** Sends half of the picture and stalls. */
    static final String HALF = "half";

    /** Sends the whole picture and stalls before the end of its string. */
    static final String ARRIVED = "arrived";

    /** Sends the whole picture and the end of its string, and stalls before the end of the document. */
    static final String UNCLOSED = "unclosed";

    /** Sends the whole picture and breaks the connection before the end of the document. */
    static final String BROKEN = "broken";

    /** Answers with the picture of {@link #huge(Path)}. */
    static final String HUGE = "huge";

    private static final Pattern PROMPT = Pattern.compile("\"(?:content|text)\":\"((\\w+) [^\"]*)\"");

    private final Map<String, Long> posts = new ConcurrentHashMap<>();
    private final Set<String> left = ConcurrentHashMap.newKeySet();
    private final UpstreamDouble server = new UpstreamDouble();
    private final byte[] picture = noise(240, 160);
    private final byte[] small = answer(picture);
    private volatile Path huge;
    private final byte[] large = answer(noise(1800, 1700));

    PromptedUpstream() throws IOException {
        server.then(this::perform);
    }

    /** The answer to the prompts of this kind; sent from the file. */
    void huge(Path png) {
        huge = png;
    }

    String base() {
        return server.base();
    }

    /** How often the prompt was sent. */
    long posts(String prompt) {
        return posts.getOrDefault(prompt, 0L);
    }

    /** Whether the caller has hung up on an answer to the prompt that has no end. */
    boolean wasLeft(String prompt) {
        return left.contains(prompt);
    }

    static boolean isEndless(String prompt) {
        return Stream.of(SILENT, HALF, ARRIVED, UNCLOSED).anyMatch(verb -> prompt.startsWith(verb + " "));
    }

    private void perform(UpstreamDouble.Wire wire) throws IOException, InterruptedException {
        Matcher matcher = PROMPT.matcher(wire.request().text());
        String verb = matcher.find() ? matcher.group(2) : "";
        if (!verb.isEmpty()) {
            posts.merge(matcher.group(1), 1L, Long::sum);
        }
        try {
            answer(verb, wire);
        } catch (IOException e) {
            if (!verb.isEmpty()) {
                left.add(matcher.group(1));
            }
            throw e;
        }
    }

    private void answer(String verb, UpstreamDouble.Wire wire) throws IOException, InterruptedException {
        int end = lastQuote(small);
        switch (verb) {
            case SILENT -> wire.hang();
            case HALF -> stall(wire, end / 2);
            case ARRIVED -> stall(wire, end);
            case UNCLOSED -> stall(wire, end + 1);
            case SLOWLY -> slowly(wire);
            case BROKEN -> {
                wire.head(200, "application/json", small.length);
                wire.write(Arrays.copyOf(small, end + 1));
                // Not by a reset, which overtakes what was sent when the reader is slow.
                wire.close();
            }
            case HUGE -> fromFile(wire);
            case LARGE -> wire.answer(200, "application/json", large);
            case LATER -> {
                TimeUnit.MILLISECONDS.sleep(1500);
                wire.answer(200, "application/json", small);
            }
            case PATIENT -> {
                TimeUnit.SECONDS.sleep(2);
                wire.answer(200, "application/json", small);
            }
            case BARE -> {
                TimeUnit.MILLISECONDS.sleep(1500);
                wire.answer(200, "image/png", picture);
            }
            default -> wire.answer(200, "application/json", small);
        }
    }

    private void stall(UpstreamDouble.Wire wire, int sent) throws IOException {
        wire.head(200, "application/json", small.length);
        wire.write(Arrays.copyOf(small, sent));
        wire.hang();
    }

    private void slowly(UpstreamDouble.Wire wire) throws IOException, InterruptedException {
        wire.head(200, "application/json", small.length);
        int piece = small.length / 40;
        for (int at = 0; at < small.length; at += piece) {
            wire.out().write(small, at, Math.min(piece, small.length - at));
            wire.out().flush();
            TimeUnit.MILLISECONDS.sleep(8);
        }
    }

    private void fromFile(UpstreamDouble.Wire wire) throws IOException {
        byte[] frame = answer(new byte[0]);
        int at = lastQuote(frame);
        wire.head(200, "application/json", -1);
        OutputStream out = new BufferedOutputStream(wire.out(), 64 * 1024);
        out.write(frame, 0, at);
        try (OutputStream base64 = Base64.getEncoder().wrap(new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() {
                // The encoder closes what it wraps, but the answer goes on.
            }
        })) {
            Files.copy(huge, base64);
        }
        out.write(frame, at, frame.length - at);
        out.flush();
        wire.close();
    }

    /** Where the picture's string ends: before the last quote but those of the closing text. */
    private static int lastQuote(byte[] json) {
        String text = new String(json, StandardCharsets.ISO_8859_1);
        return text.indexOf("\"}}]");
    }

    static byte[] answer(byte[] png) {
        return ("{\"id\":\"gen-1\",\"model\":\"painter\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                        + "\"content\":\"Here it is\",\"images\":[{\"type\":\"image_url\",\"image_url\":{\"url\":"
                        + "\"data:image/png;base64," + Base64.getEncoder().encodeToString(png)
                        + "\"}}]},\"finish_reason\":\"stop\"}],\"usage\":{\"total_tokens\":12}}")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A picture that compresses badly. */
    static byte[] noise(int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(7);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    @Override
    public void close() {
        server.close();
    }
}
