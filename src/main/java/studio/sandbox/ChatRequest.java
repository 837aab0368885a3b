package studio.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * What of a chat completion's request matters here.
 *
 * @param prompt the text of the last message that has any
 * @param references pictures in the request
 * @param tint 0 without pictures; otherwise a number that stays the same for the same pictures
 * @param pictures whether {@code modalities} asks for pictures; true when absent
 */
record ChatRequest(
        String model,
        String prompt,
        @Nullable String aspectRatio,
        @Nullable String imageSize,
        @Nullable String size,
        @Nullable String outputFormat,
        long seed,
        int references,
        long tint,
        boolean pictures,
        boolean stream) {

    /** @throws Refusal when the size cannot be drawn */
    PictureSize pixels(SandboxModel drawn) {
        if (size != null && !size.equalsIgnoreCase("auto")) {
            return PictureSize.exact(size);
        }
        return PictureSize.of(aspectRatio, imageSize == null ? drawn.size() : imageSize);
    }

    boolean jpeg(SandboxModel drawn) {
        return outputFormat == null
                ? drawn.jpeg()
                : outputFormat.equalsIgnoreCase("jpeg") || outputFormat.equalsIgnoreCase("jpg");
    }
}
