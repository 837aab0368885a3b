package studio.practice;

import java.util.Arrays;

/** The models that can be asked for, in every wire form. */
public enum SandboxModel {
    PAINTER("painter", "Practice painter", "Paints landscapes from your words, as PNG.", "1K", false),
    PAINTER_JPEG("painter-jpeg", "Practice painter (JPEG)", "The same painter, answering with JPEG.", "1K", true),
    SKETCH("sketch", "Practice sketch", "Small pictures, at once.", "512", false);

    /** Seconds since 1970. */
    public static final long CREATED = 1_795_000_000;

    private final String name;
    private final String title;
    private final String description;
    private final String tier;
    private final boolean jpeg;

    SandboxModel(String name, String title, String description, String tier, boolean jpeg) {
        this.name = name;
        this.title = title;
        this.description = description;
        this.tier = tier;
        this.jpeg = jpeg;
    }

    /**
     * @param id or slug
     * @throws Refusal when there is no such model
     */
    public static SandboxModel of(String id) {
        return Arrays.stream(values())
                .filter(model -> model.id().equals(id) || model.slug().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.noModel(id));
    }

    public String id() {
        return "sandbox-" + name;
    }

    /** The id with an author, where a form wants one. */
    public String slug() {
        return "practice/" + name;
    }

    public String title() {
        return title;
    }

    public String description() {
        return description;
    }

    /** The tier that is drawn when none is asked for. */
    public String tier() {
        return tier;
    }

    /** Whether JPEG is drawn when no format is asked for. */
    public boolean jpeg() {
        return jpeg;
    }
}
