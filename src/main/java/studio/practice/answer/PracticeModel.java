package studio.practice.answer;

import java.util.Arrays;

/** The models of every protocol, with the tier and the format that are drawn when none is requested. */
public enum PracticeModel {
    PAINTER("painter", "1K", "png"),
    PAINTER_JPEG("painter-jpeg", "1K", "jpeg"),
    SKETCH("sketch", "512", "png");

    private final String name;
    private final String tier;
    private final String format;

    PracticeModel(String name, String tier, String format) {
        this.name = name;
        this.tier = tier;
        this.format = format;
    }

    /** @throws Refusal when there is no model of this id or slug */
    public static PracticeModel of(String id) {
        return Arrays.stream(values())
                .filter(model -> id.equals(model.id()) || id.equals(model.slug()))
                .findFirst()
                .orElseThrow(() -> Refusal.of(Refusal.Fault.NO_MODEL, id));
    }

    public String id() {
        return "sandbox-" + name;
    }

    /** The id with an author, where a protocol wants one. */
    public String slug() {
        return "practice/" + name;
    }

    public String tier() {
        return tier;
    }

    String format() {
        return format;
    }
}
