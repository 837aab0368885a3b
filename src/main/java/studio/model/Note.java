package studio.model;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A remark for people, in both languages; one that is missing is the other. */
@RegisterForReflection
public record Note(String zh, String en) {
    public Note {
        zh = Given.or(zh, Given.or(en, ""));
        en = Given.or(en, zh);
    }
}
