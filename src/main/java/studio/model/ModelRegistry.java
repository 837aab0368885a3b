package studio.model;

import jakarta.inject.Singleton;
import java.util.List;

/** Says what each model accepts. Models it does not know get a permissive entry that says so. */
@Singleton
public class ModelRegistry {
    private static final List<String> ASPECT_RATIOS = List.of(
            "1:1", "1:2", "1:4", "1:8", "2:1", "2:3", "3:2", "3:4", "4:1", "4:3", "4:5", "5:2", "5:4", "8:1", "9:16",
            "16:9", "9:21", "21:9");

    private static final ModelCapabilities PERMISSIVE = new ModelCapabilities(
            false,
            ASPECT_RATIOS,
            List.of("512", "1K", "2K", "4K"),
            true,
            List.of("auto", "low", "medium", "high", "xhigh", "max", "standard", "hd"),
            List.of("png", "jpeg", "webp"),
            List.of("auto", "transparent", "opaque"),
            true,
            // The types that OpenRouter's guide to image inputs lists; relays pass them through.
            List.of("image/png", "image/jpeg", "image/webp", "image/gif"),
            16,
            50L << 20,
            10);

    /** @param protocol the resolved protocol of the connection, never {@link Protocol#AUTO} */
    public ModelCapabilities of(Protocol protocol, String model) { // one entry for all until models are described
        return PERMISSIVE;
    }
}
