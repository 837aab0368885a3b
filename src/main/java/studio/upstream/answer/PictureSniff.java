package studio.upstream.answer;

import java.nio.charset.StandardCharsets;

/** Whether bytes begin like a picture; the gallery's own probe decides later whether it is a good one. */
public final class PictureSniff {
    private PictureSniff() {}

    public static boolean isPicture(byte[] start) {
        String latin = new String(start, 0, Math.min(start.length, 32), StandardCharsets.ISO_8859_1);
        return latin.startsWith("\u0089PNG\r\n\u001a\n")
                || latin.startsWith("\u00ff\u00d8\u00ff")
                || latin.startsWith("GIF87a")
                || latin.startsWith("GIF89a")
                || (latin.startsWith("RIFF") && latin.startsWith("WEBP", 8))
                || latin.startsWith("ftyp", 4)
                || (latin.startsWith("BM") && latin.length() > 14 && latin.startsWith("\0\0\0\0", 6))
                || latin.startsWith("II*\0")
                || latin.startsWith("MM\0*");
    }
}
