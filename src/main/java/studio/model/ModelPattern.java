package studio.model;

import java.util.Locale;
import studio.files.Glob;

/** Ids of models that go together: {@code gpt-image-2*}. The star stands for anything, nothing included. */
record ModelPattern(String text) {
    ModelPattern {
        text = text.strip().toLowerCase(Locale.ROOT);
    }

    /** How particular it is: the number of characters that are not stars. */
    int weight() {
        return (int) text.chars().filter(c -> c != '*').count();
    }

    boolean matches(ModelId id) {
        return id.names().stream().anyMatch(this::matches);
    }

    private boolean matches(String name) {
        return new Glob(text).matches(name);
    }
}
