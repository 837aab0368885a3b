package studio.practice;

import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/** Remembers which prompts have met their one failure; the oldest of a few hundred is forgotten first. */
@Singleton
class FirstTimes {
    private static final int MOST = 500;

    private final SequencedSet<String> met = new LinkedHashSet<>();

    /** True for the first call with a prompt, false for the second, then true again. */
    synchronized boolean first(String prompt) {
        String key = prompt.length() + ":" + prompt.hashCode();
        if (met.remove(key)) {
            return false;
        }
        met.add(key);
        if (met.size() > MOST) {
            met.remove(met.getFirst());
        }
        return true;
    }
}
