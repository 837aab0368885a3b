package studio.generation;

import jakarta.inject.Singleton;

/** How many pictures one call to a model can give; the rest of what a task asks for takes further calls. */
@Singleton
public class PicturesPerCall {

    /** At least 1. */
    public int of(GenerationRequest request) {
        return 1;
    }
}
