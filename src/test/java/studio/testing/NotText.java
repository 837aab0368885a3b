package studio.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.stream.Stream;

/**
 * Bytes that begin as JSON in some encoding may and are no characters of it: parsers tell these as a failure of the input
 * instead of the document.
 */
public final class NotText {
    private NotText() {}

    public static Stream<byte[]> samples() {
        return Stream.of(
                        // UTF-32 by its first character, and then no character at all.
                        "\0\0\0{\"unclosed",
                        "\0\0\0\"\u00ff\u00ff\u00ff\u00ff",
                        // UTF-32 by its byte order mark, the other way round.
                        "\u00ff\u00fe\0\0unclosed",
                        // Orders of bytes that nothing writes.
                        "\0\0{\0unclosed",
                        "\0{\0\0unclosed",
                        // Cut in the middle of a character.
                        "\0\0\0{\0\0",
                        "\0{\0",
                        "{\"a\":\"\u00e7\u0081")
                .map(text -> text.getBytes(ISO_8859_1));
    }
}
