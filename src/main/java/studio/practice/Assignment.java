package studio.practice;

import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.practice.Behaviour.Trick;

/**
 * A request that is to be answered, in whatever wire form.
 *
 * @param behaviour its trick is still to be shown by the form; waits, statuses and broken connections are behind it
 * @param pictures in the order of the answer; empty when the trick, or the request, wants none
 * @param link leads to the first picture without a key; null without pictures
 * @param id of the answer, as OpenRouter names generations
 * @param created seconds since 1970
 */
public record Assignment(
        PictureRequest request,
        Behaviour behaviour,
        List<Commission> pictures,
        @Nullable String link,
        String id,
        long created) {
    private static final int TOKENS_A_PICTURE = 1120;

    public Trick trick() {
        return behaviour.trick();
    }

    /** Of the pictures, all together. */
    public int drawnTokens() {
        return TOKENS_A_PICTURE * pictures.size();
    }

    /** The moderation's refusal of the prompt, for forms that put it into an error. */
    public Refusal flagged() {
        return Refusal.flagged(request.prompt());
    }
}
