package studio.practice;

/**
 * What a request in any of the wire forms comes down to.
 *
 * @param prompt may be empty when there are references
 * @param size of each picture
 * @param jpeg otherwise PNG
 * @param quality of JPEG, 1 to 100
 * @param count pictures wanted
 * @param seed 0: the prompt alone decides
 * @param pictures whether pictures are wanted at all, or words only
 */
public record PictureRequest(
        SandboxModel model,
        String prompt,
        PictureSize size,
        boolean jpeg,
        int quality,
        int count,
        long seed,
        References references,
        boolean pictures) {
    private static final int CHARACTERS = 4;
    private static final int TOKENS_A_PICTURE = 258;

    /** Of the prompt, counted roughly. */
    public int textTokens() {
        return prompt.length() / CHARACTERS + 1;
    }

    /** Of the references. */
    public int imageTokens() {
        return TOKENS_A_PICTURE * references.count();
    }

    /** Of all that was sent. */
    public int promptTokens() {
        return textTokens() + imageTokens();
    }
}
