package studio.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import studio.upstream.FailureCode;

/** Every sentence exists in every language, with the same places for what stands in it, and none is there for nothing. */
class MessagesTest {
    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)}");
    /** Details that exist in English only stand in the English sentence alone. */
    private static final Set<String> WITH_ENGLISH_DETAILS = Set.of(
            "text.verbatim",
            "config.protocol_unknown",
            "generation.picture_base64_damaged",
            "generation.picture_damaged",
            "generation.picture_unknown");

    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
    /** The path of the practice upstream: its vocabulary is what users may write. */
    private static final String PRACTICE = "/practice/";

    @Test
    void allLanguagesHaveTheSameSentencesWithTheSamePlaces() throws IOException {
        Map<String, Set<String>> chinese = places(patterns(Language.CHINESE));
        Map<String, Set<String>> english = places(patterns(Language.ENGLISH));
        assertThat(english.keySet()).isEqualTo(chinese.keySet());
        chinese.keySet().removeAll(WITH_ENGLISH_DETAILS);
        english.keySet().removeAll(WITH_ENGLISH_DETAILS);
        assertThat(english).isEqualTo(chinese);
    }

    @ParameterizedTest
    @EnumSource
    void everyPatternIsOneAndAnApostropheIsWrittenTwice(Language language) throws IOException {
        patterns(language).forEach((key, pattern) -> {
            Object[] numbered =
                    Stream.of(0, 1, 2, 3, 4, 5, 6).map(n -> "⟦" + n + "⟧").toArray();
            String text = new MessageFormat(pattern, Locale.ROOT).format(numbered);
            assertThat(text.chars().filter(c -> c == '⟦').count())
                    .as(key)
                    .isEqualTo(PLACE.matcher(pattern).results().count());
            assertThat(pattern.replace("''", "")).as(key).doesNotContain("'");
        });
    }

    @Test
    void everySentenceIsUsedAndEveryKeyInTheCodeHasOne() throws IOException {
        String code = sources().collect(Collectors.joining("\n"));
        Set<String> keys = new TreeSet<>(patterns(Language.ENGLISH).keySet());
        Set<String> ofCodes = Stream.concat(
                        Stream.of(ProblemCode.values()).map(one -> "problem." + one.wire()),
                        Stream.of(FailureCode.values()).map(one -> "failure." + one.wire()))
                .collect(Collectors.toSet());
        Predicate<String> named =
                key -> code.contains('"' + key + '"') || code.contains('"' + key.replaceAll("_[a-z]+$", "_\""));
        assertThat(keys).allMatch(key -> named.test(key) || ofCodes.contains(key));
        List<String> written = Pattern.compile(
                        "(?:Message\\.of|Finding\\.(?:ok|warn|fail))\\(\\s*\"([a-z0-9_.]+[a-z0-9])\"")
                .matcher(code)
                .results()
                .map(found -> found.group(1))
                .filter(key -> !key.endsWith("_"))
                .toList();
        assertThat(written).hasSizeGreaterThan(100);
        assertThat(keys).containsAll(written);
    }

    @Test
    void noSentenceInChineseStandsInTheCode() throws IOException {
        // The probe of the search index.
        Set<String> data = Set.of("DatabaseFile.java");
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                if (!file.toString().contains(PRACTICE)
                        && !file.toString().contains("/sandbox/")
                        && !data.contains(file.getFileName().toString())) {
                    assertThat(HAN.matcher(Files.readString(file)).find())
                            .as(file.toString())
                            .isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeHasASentenceUnlessItsPlaceHasOne(ProblemCode code) throws IOException {
        Set<String> keys = patterns(Language.CHINESE).keySet();
        String source = sources().collect(Collectors.joining("\n"));
        boolean own = Pattern.compile("ProblemCode\\." + code + ",\\s*(Message|state\\(|what|message)")
                .matcher(source)
                .find();
        assertThat(keys.contains("problem." + code.wire()) || own).isTrue();
    }

    @Test
    void aMessageIsRenderedInTheLanguageOfTheReaderWithTheMessagesInIt() {
        Message message =
                Message.of("text.field", "size", Message.of("generation.choice_unknown", "x", List.of("a", "b")));
        assertThat(message.in(Language.CHINESE)).isEqualTo("size 不支持“x”，可选：a、b");
        assertThat(message.in(Language.ENGLISH)).isEqualTo("size cannot be \"x\"; choose one of a, b");
        assertThat(Message.of("problem.config_not_found", 12345).in(Language.ENGLISH))
                .contains("12345");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zh-CN,zh;q=0.9,en;q=0.8|CHINESE",
                "en-US,en;q=0.9|ENGLISH",
                "EN|ENGLISH",
                "de,en;q=0.5|ENGLISH",
                "de|CHINESE",
                "en;q=0.1,zh;q=0.5|CHINESE",
                "en;q=0|CHINESE",
                "zh-TW|CHINESE",
                "*|CHINESE",
                "''|CHINESE",
                ",;q=,=|CHINESE",
            })
    void theLanguageIsTheOneWithTheHigherWeight(String header, Language language) {
        assertThat(Language.of(header)).isEqualTo(language);
    }

    private static Map<String, String> patterns(Language language) throws IOException {
        String name = "messages_" + language.tag().substring(0, 2) + ".properties";
        Properties properties = new Properties();
        try (Reader text = Files.newBufferedReader(Path.of("src/main/resources", name))) {
            properties.load(text);
        }
        Map<String, String> patterns = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> patterns.put(key, properties.getProperty(key)));
        return patterns;
    }

    private static Map<String, Set<String>> places(Map<String, String> patterns) {
        Map<String, Set<String>> places = new TreeMap<>();
        patterns.forEach((key, pattern) -> places.put(
                key,
                PLACE.matcher(pattern)
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toCollection(TreeSet::new))));
        return places;
    }

    private static Stream<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            Stream.Builder<String> texts = Stream.builder();
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                texts.add(Files.readString(file));
            }
            return texts.build();
        }
    }
}
