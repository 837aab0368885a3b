package studio.model;

import io.quarkus.runtime.annotations.RegisterForReflection;
import studio.problem.Language;
import studio.problem.Message;

/** A remark for people, in both languages; one that is missing is the other. */
@RegisterForReflection
public record Note(String zh, String en) {
    /** The same remark in every language that there is. */
    public static Note of(Message message) {
        return new Note(message.in(Language.CHINESE), message.in(Language.ENGLISH));
    }

    public Note {
        zh = Given.or(zh, Given.or(en, ""));
        en = Given.or(en, zh);
    }
}
