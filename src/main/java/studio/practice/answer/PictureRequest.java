package studio.practice.answer;

import java.util.List;

/**
 * What a request in any of the protocols comes down to.
 *
 * @param prompt may be empty when there are references
 * @param count pictures wanted, each of the size; 0: words only
 * @param references pictures that came with it; they are never decoded
 * @param bytes of the references or the whole request; give the result a tint of its own
 * @param options whose {@code output_format} and {@code seed} count; none: the model's format, and the prompt alone decides
 */
public record PictureRequest(
        PracticeModel model, String prompt, PictureSize size, int count, int references, long bytes, Options options) {
    private static final int CHARACTERS_A_TOKEN = 4;
    private static final int TOKENS_A_PICTURE = 258;

    /** @throws Refusal when the options ask for what cannot be drawn */
    public PictureRequest {
        options.integer("output_compression", 0, 0, 100);
        options.choice("output_format", "png", List.of("png", "jpeg"));
    }

    public boolean jpeg() {
        return options.choice("output_format", model.format(), List.of("png", "jpeg"))
                .equals("jpeg");
    }

    /** Of the prompt, counted roughly. */
    public int textTokens() {
        return prompt.length() / CHARACTERS_A_TOKEN + 1;
    }

    /** Of the references. */
    public int imageTokens() {
        return TOKENS_A_PICTURE * references;
    }

    /** 0 without references. */
    long tint() {
        return references == 0 ? 0 : bytes * 0x9E3779B1L + references;
    }
}
