package studio.practice.answer;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import studio.practice.painting.Order;

/**
 * A request that is to be answered, in any protocol. Its trick is still to be shown by the protocol; waits, statuses and broken
 * connections are not the protocol's.
 *
 * @param pictures in the order of the answer; empty when the trick, or the request, wants none
 * @param link leads to the first picture without a key; empty without pictures
 * @param id of the answer, as OpenRouter names generations
 * @param created seconds since 1970
 */
public record Assignment(
        PictureRequest request, Behaviour behaviour, List<Order> pictures, String link, String id, long created) {
    /** Encloses what stands for a picture in the text of an answer. JSON has none: it escapes control characters. */
    static final String MARK = "\u0001";

    private static final int TOKENS_A_PICTURE = 1120;
    private static final String NOT_BASE64 = "iVBORw0KGgo!!! this is not base64 @@@";
    private static final String SVG = """
            <svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="#f4735f"/>\
            <circle cx="320" cy="300" r="90" fill="#ffe9b0"/><rect y="320" width="640" height="160" fill="#2b2f66"/></svg>""";

    public boolean shows(String trick) {
        return behaviour.trick().equals(trick);
    }

    /** @throws Refusal for what most protocols answer with an error */
    public void checkAccepted() {
        if (shows("refuse")) {
            throw Refusal.of(Refusal.Fault.FLAGGED, request.prompt());
        } else if (shows("error200")) {
            throw Refusal.of(Refusal.Fault.HIDDEN, "");
        }
    }

    /** Of the pictures, all together. */
    public int drawnTokens() {
        return TOKENS_A_PICTURE * pictures.size();
    }

    /** The type to be declared for a picture. */
    public String mediaType(int index) {
        return "image/" + (shows("svg") ? "svg+xml" : pictures.get(index).format());
    }

    /** A picture as base64, as broken as the prompt asked; it is drawn while the answer is sent. */
    public String base64(int index) {
        return switch (behaviour.trick()) {
            case "badbase64" -> NOT_BASE64;
            case "svg" -> Base64.getEncoder().encodeToString(SVG.getBytes(StandardCharsets.UTF_8));
            default -> draft(index, 1);
        };
    }

    /** A picture before the result, as base64, {@code factor} times as wide and high; it is always whole. */
    public String draft(int index, double factor) {
        return MARK + index + " " + factor + MARK;
    }
}
