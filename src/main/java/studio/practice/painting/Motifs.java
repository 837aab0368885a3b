package studio.practice.painting;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import studio.practice.data.Vocabulary;

/** What the painter can draw: the words that ask for it, and its colours, from {@code practice-motifs.properties}. */
final class Motifs {
    private static final Vocabulary DATA = new Vocabulary("motifs");

    private Motifs() {}

    /** The motifs that a text names, in any letter case. */
    static Set<String> in(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return list("all").stream()
                // English words stand alone, Chinese is written without spaces.
                .filter(motif -> Pattern.compile(
                                "\\b(?:%s)\\b|%s".formatted(DATA.first(motif + ".en"), DATA.first(motif + ".zh")))
                        .matcher(lower)
                        .find())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** These motifs and those that go without saying. */
    static Set<String> implied(Set<String> motifs) {
        Set<String> all = new LinkedHashSet<>(motifs);
        motifs.forEach(motif -> all.addAll(list(motif + ".implies")));
        return all;
    }

    static List<String> list(String name) {
        return DATA.words(name);
    }

    /** The palettes of the first of these motifs that sets a mood; of any mood when none does. */
    static List<Palette> moods(Set<String> motifs) {
        List<String> setting = list("moods");
        return setting.stream().filter(motifs::contains).findFirst().map(List::of).orElse(setting).stream()
                .flatMap(motif -> Arrays.stream(DATA.first(motif + ".palettes").split(", ", -1)))
                .map(Palette::of)
                .toList();
    }

    /** The numbers that say where the ridges of a land stand and how they look. */
    static float[] land(String name) {
        List<String> words = list(name + ".land");
        float[] numbers = new float[words.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Float.parseFloat(words.get(i));
        }
        return numbers;
    }
}
