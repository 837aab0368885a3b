package studio.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.problem.Language;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

class CurrentConfigTest {
    private static final String GOOD = """
            {
                "auth": {"password": "a-good-one", "jwtSecret": "k3JvQ9x2LmN8pR5tW1yZ", "tokenExpiresIn": "7d", "note": 1.10},
                "apiConfigs": [{"id": "one", "label": "One", "endpoint": "https://one.example/v1", "model": "m",
                    "apiKey": "sk-1", "extra": {"a": [1, 2.50]}}],
                "templates": [],
                "somebody": "else's"
            }
            """;

    @TempDir
    Path folder;

    private Path file;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> announced = new ArrayList<>();

    @BeforeEach
    void place() {
        file = folder.resolve("config/app.config.json");
    }

    @Test
    void theFirstStartMakesAFileForItsOwnerAloneAndTellsThePasswordOnce() throws IOException {
        AppConfig config = open().current();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        assertThat(config.auth().password()).matches("[a-z2-9]{5}(-[a-z2-9]{5}){3}");
        assertThat(config.auth().secret()).hasSizeGreaterThanOrEqualTo(43);
        assertThat(announced)
                .hasSize(1)
                .first()
                .asString()
                .contains(config.auth().password());
        assertThat(config.defaultId()).isEqualTo("sandbox");
        assertThat(config.upstreams()).singleElement().satisfies(entry -> assertThat(entry.endpoint())
                .hasToString("http://127.0.0.1:51130/sandbox/v1"));
        AppConfig again = open().current();
        assertThat(announced).hasSize(1);
        assertThat(again.auth()).isEqualTo(config.auth());
    }

    @Test
    void theFirstStartOfAContainerRefersToWhatItsEnvironmentHas() throws IOException {
        environment.put("STUDIO_PASSWORD", "a-quiet-harbour");
        environment.put("STUDIO_JWT_SECRET", "k3JvQ9x2LmN8pR5tW1yZ-of-the-environment");
        AppConfig config = open().current();
        assertThat(config.auth().password()).isEqualTo("a-quiet-harbour");
        assertThat(announced).isEmpty();
        assertThat(Files.readString(file))
                .contains("env:STUDIO_PASSWORD", "env:STUDIO_JWT_SECRET")
                .doesNotContain("harbour", "k3JvQ9x2");
    }

    @Test
    void aPasswordThatEverybodyKnowsIsNoFirstStart() {
        environment.put("STUDIO_PASSWORD", "change-me");
        assertThatThrownBy(this::open).isInstanceOf(InvalidConfigException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void anEmptyFileThatWasMadeForAMountIsAFirstStart() throws IOException {
        write("");
        assertThat(open().current().auth().password()).isNotEmpty();
        assertThat(announced).hasSize(1);
    }

    @Test
    void withoutThePracticeUpstreamAFirstStartHasNoApiConfig() {
        AppConfig config = open(new FileConfigDocument(file), false).current();
        assertThat(config.upstreams()).isEmpty();
        assertThat(config.defaultId()).isNull();
    }

    @Test
    void aFileWithoutApiConfigsGetsThePracticeOneWithoutBeingRewritten() throws IOException {
        String text = """
                {"auth": {"password": "a-good-one", "jwtSecret": "k3JvQ9x2LmN8pR5tW1yZ"}}""";
        write(text);
        assertThat(open().current().upstream("sandbox")).isPresent();
        assertThat(file).hasContent(text);
        write(text.replace("}}", "}, \"apiConfigs\": []}"));
        assertThat(open().current().upstreams()).isEmpty();
    }

    @Test
    void theFileOfTheEarlierServerIsReadAsItIs() throws IOException {
        write("""
                {
                    "auth": {"password": "", "passwordHash": "%s", "jwtSecret": "a-long-random-text-of-mine", "tokenExpiresIn": "12h"},
                    "apiConfigs": [
                        {"id": "a", "label": "A", "endpoint": "https://openrouter.ai/api/v1/chat/completions", "model": "m1",
                         "description": "d", "apiKey": "sk-a"},
                        {"id": "gemini pro", "label": "B", "model": "m2", "apiKey": "AIza",
                         "endpoint": "https://generativelanguage.googleapis.com/v1beta/models/m2:generateContent"}
                    ],
                    "defaultApiConfigId": "gemini pro",
                    "templates": [{"id": "t", "title": "手办", "prompt": "p", "description": "d", "image": "/1.png"}]
                }
                """.formatted("$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"));
        AppConfig config = open().current();
        assertThat(config.auth().passwordHash()).startsWith("$2b$10$");
        assertThat(config.upstreams()).extracting(ApiConfigEntry::id).containsExactly("a", "gemini pro");
        assertThat(config.defaultId()).isEqualTo("gemini pro");
        assertThat(config.templates())
                .containsExactly(new AppConfig.Template("t", "手办", "p", "d", "/1.png", null, null, null));
    }

    @Test
    void aBrokenEditKeepsTheLastGoodStateAndIsReportedUntilItIsCorrected() throws IOException {
        write(GOOD);
        CurrentConfig config = open();
        write(GOOD.replace("\"One\"", "\"One"));
        assertThat(config.refresh()).isFalse();
        assertThat(config.problem(Language.ENGLISH)).contains("The file is not valid JSON at line 3, column 50.");
        assertThat(config.problem(Language.CHINESE)).contains("文件不是有效的 JSON：错误在第 3 行第 50 列。");
        assertThat(config.current().upstream("one")).isPresent();
        write(GOOD.replace("\"One\"", "\"Uno\""));
        assertThat(config.refresh()).isTrue();
        assertThat(config.problem(Language.ENGLISH)).isEmpty();
        assertThat(config.current().upstream("one").orElseThrow().label()).isEqualTo("Uno");
    }

    @Test
    void anEditorThatSavesByRenamingIsNoticed() throws IOException {
        write(GOOD);
        CurrentConfig config = open();
        Path other = folder.resolve("config/4913");
        Files.writeString(other, GOOD.replace("\"One\"", "\"Two\""));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(config.refresh()).isTrue();
        assertThat(config.current().upstream("one").orElseThrow().label()).isEqualTo("Two");
    }

    @Test
    void aFileThatIsGoneForAMomentIsInUseAgainWhenItIsBack() throws IOException {
        write(GOOD);
        CurrentConfig config = open();
        Path aside = folder.resolve("aside");
        Files.move(file, aside);
        assertThat(config.refresh()).isFalse();
        assertThat(config.current().upstream("one")).isPresent();
        Files.move(aside, file);
        assertThat(config.refresh()).isTrue();
    }

    @Test
    void aFileThatCouldNotBeReadForAMomentIsInUseAgainThoughItIsTheSame() throws IOException {
        write(GOOD);
        Failing document = new Failing(new FileConfigDocument(file));
        CurrentConfig config = open(document, true);
        document.failure = new IOException("an error of the disk");
        assertThat(config.refresh()).isFalse();

        document.failure = null;

        assertThat(config.refresh()).isTrue();
        assertThat(config.problem(Language.ENGLISH)).isEmpty();
    }

    @Test
    void whileItsDatabaseDoesNotAnswerTheConfigurationIsNotBrokenAndNotEdited() throws IOException {
        write(GOOD);
        Failing document = new Failing(new FileConfigDocument(file));
        CurrentConfig config = open(document, true);
        document.failure = ProblemException.of(ProblemCode.STORAGE_UNREACHABLE);

        config.look();

        assertThat(config.problem(Language.ENGLISH)).isEmpty();
        assertThatThrownBy(() -> config.edit(tree -> tree.put("x", 1)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.status()).isEqualTo(503));
        document.failure = null;
        config.edit(tree -> tree.put("x", 1));
        assertThat(Files.readString(file)).contains("\"x\"");
    }

    @Test
    void anEditOverABrokenFileIsRefusedAndOverwritesNothing() throws IOException {
        write(GOOD);
        CurrentConfig config = open();
        write("{ broken");
        assertThatThrownBy(() -> config.edit(tree -> tree.put("x", 1)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo("config_broken"));
        assertThat(file).hasContent("{ broken");
    }

    @Test
    void unknownFieldsAndNumbersSurviveAnEdit() throws IOException {
        write(GOOD);
        CurrentConfig config = open();
        config.edit(tree -> tree.put("defaultApiConfigId", "one"));
        assertThat(Files.readString(file)).contains("\"somebody\" : \"else's\"", "1.10", "2.50", "\"extra\"");
        assertThat(new ObjectMapper()
                        .readTree(Files.readString(file))
                        .at("/apiConfigs/0/extra/a/0")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void anEditByHandJustBeforeAnEditThroughTheApiIsKept() throws IOException {
        write(GOOD);
        CurrentConfig config = open();
        write(GOOD.replace("\"One\"", "\"By hand\""));
        config.edit(tree -> tree.put("through", "the API"));
        assertThat(Files.readString(file)).contains("By hand", "the API");
    }

    @Test
    void anEditByHandInTheMidstOfOneThroughTheApiIsKept() throws IOException {
        write(GOOD);
        CurrentConfig config = open();
        AtomicInteger tries = new AtomicInteger();
        config.edit(tree -> {
            if (tries.incrementAndGet() == 1) {
                writeByHand(GOOD.replace("\"One\"", "\"By hand\""));
            }
            return tree.put("through", "the API");
        });
        assertThat(tries).hasValue(2);
        assertThat(Files.readString(file)).contains("By hand", "the API");
        assertThat(config.current().upstream("one").orElseThrow().label()).isEqualTo("By hand");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEditByHandRightAfterOneThroughTheApiIsSeenAndKept(boolean renames) throws IOException {
        write(GOOD);
        AtomicInteger saves = new AtomicInteger();
        CurrentConfig config = open(
                new FileConfigDocument(file, (from, to) -> {
                    if (!renames) {
                        throw new FileSystemException(to.toString(), null, "Device or resource busy");
                    }
                    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
                    if (saves.incrementAndGet() == 1) {
                        writeByHand(Files.readString(to).replace("\"One\"", "\"By hand\""));
                    }
                }),
                true);
        config.edit(tree -> tree.put("first", "edit"));
        if (!renames) {
            writeByHand(Files.readString(file).replace("\"One\"", "\"By hand\""));
        }
        config.edit(tree -> tree.put("second", "edit"));
        assertThat(Files.readString(file)).contains("By hand", "first", "second");
    }

    @Test
    void whoeverKeepsWritingTheFileIsNotOverwritten() throws IOException {
        write(GOOD);
        CurrentConfig config = open();
        AtomicInteger tries = new AtomicInteger();
        assertThatThrownBy(() -> config.edit(tree -> {
                    // Each of another length: the clock of a file system may stand still between two writes.
                    writeByHand(GOOD.replace("\"One\"", "\"" + "x".repeat(tries.incrementAndGet()) + "\""));
                    return tree.put("through", "the API");
                }))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo("config_busy"));
        assertThat(Files.readString(file))
                .contains("\"" + "x".repeat(tries.get()) + "\"")
                .doesNotContain("the API");
    }

    @Test
    void anEditThatBreaksARuleChangesNothing() throws IOException {
        write(GOOD);
        CurrentConfig config = open();
        assertThatThrownBy(() -> config.edit(tree -> tree.remove("auth"))).isInstanceOf(ProblemException.class);
        assertThat(file).hasContent(GOOD);
        assertThat(config.current().upstream("one")).isPresent();
    }

    @Test
    void fiftyEditsAtOnceLoseNone() throws Exception {
        write(GOOD);
        CurrentConfig config = open();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                String id = "t" + i;
                threads.execute(() -> config.edit(tree -> ((ArrayNode) tree.get("templates"))
                        .addObject()
                        .put("id", id)
                        .put("title", id)
                        .put("prompt", "p")));
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(open().current().templates()).hasSize(50);
        try (var left = Files.list(file.getParent())) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void whereRenamingIsImpossibleTheFileIsRewrittenInPlaceWithACopyBeside() throws IOException {
        write(GOOD + " ".repeat(5000));
        Object inode = Files.getAttribute(file, "unix:ino");
        CurrentConfig config = open(
                new FileConfigDocument(file, (from, to) -> {
                    throw new FileSystemException(to.toString(), null, "Device or resource busy");
                }),
                true);
        config.edit(tree -> tree.put("x", 1));
        assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(inode);
        assertThat(new ObjectMapper().readTree(Files.readString(file)).path("x").asInt())
                .isEqualTo(1);
        assertThat(Files.readString(file)).endsWith("}\n");
        Path backup = file.resolveSibling("app.config.json.bak");
        assertThat(backup).hasContent(GOOD + " ".repeat(5000));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
        try (var left = Files.list(file.getParent())) {
            assertThat(left).containsExactlyInAnyOrder(file, backup);
        }
        assertThat(config.refresh()).isTrue();
    }

    @Test
    void aFileThatOthersCanReadIsTightened() throws IOException {
        write(GOOD);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        open();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path real = folder.resolve("real.json");
        Files.writeString(real, GOOD);
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, real);
        open().edit(tree -> tree.put("x", 1));
        assertThat(Files.isSymbolicLink(file)).isTrue();
        assertThat(Files.readString(real)).contains("\"x\" : 1");
    }

    @Test
    void secretsMayBeKeptElsewhereAndChangeThere() throws IOException {
        Path secret = folder.resolve("secret");
        Files.writeString(secret, "  a-secret-out-of-a-file-1  \n");
        environment.put("STUDIO_PASSWORD", "from-the-environment");
        write(GOOD.replace("a-good-one", "env:STUDIO_PASSWORD").replace("k3JvQ9x2LmN8pR5tW1yZ", "file:" + secret));
        CurrentConfig config = open();
        assertThat(config.current().auth().password()).isEqualTo("from-the-environment");
        assertThat(config.current().auth().secret()).isEqualTo("a-secret-out-of-a-file-1");
        Files.writeString(secret, "a-secret-out-of-a-file-2");
        config.refresh();
        assertThat(config.current().auth().secret()).isEqualTo("a-secret-out-of-a-file-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"env:NOT_THERE", "file:/not/there", "file:relative", "env:TWO_LINES", "file:/"})
    void aReferenceThatLeadsNowhereStopsTheStartAndNamesTheField(String reference) throws IOException {
        environment.put("TWO_LINES", "a\nb");
        write(GOOD.replace("a-good-one", reference));
        assertThatThrownBy(this::open)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("auth.password refers to a secret that is not there");
    }

    @ParameterizedTest
    @CsvSource({
        "auth.password, a-good-one, changeme",
        "auth.password, a-good-one, letmein",
        "auth.password, a-good-one, your-password",
        "auth.jwtSecret, k3JvQ9x2LmN8pR5tW1yZ, please-change-me",
        "auth.jwtSecret, k3JvQ9x2LmN8pR5tW1yZ, super-secret-string",
        "auth.jwtSecret, k3JvQ9x2LmN8pR5tW1yZ, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "auth.jwtSecret, k3JvQ9x2LmN8pR5tW1yZ, your-long-random-secret-goes-here",
    })
    void whatEverybodyKnowsIsRefusedAtTheStartAndOnAnEdit(String field, String good, String known) throws IOException {
        write(GOOD.replace(good, known));
        assertThatThrownBy(this::open)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(field + " is one that everybody knows")
                .hasMessageNotContaining(known);
        write(GOOD);
        CurrentConfig config = open();
        write(GOOD.replace(good, known));
        assertThat(config.refresh()).isFalse();
        assertThat(config.current().auth().password()).isEqualTo("a-good-one");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"7d\" | \"soon\" | auth.tokenExpiresIn",
                "\"7d\" | 5 | auth.tokenExpiresIn",
                "\"k3JvQ9x2LmN8pR5tW1yZ\" | \"short\" | auth.jwtSecret must have at least 16",
                "\"k3JvQ9x2LmN8pR5tW1yZ\" | 5 | auth.jwtSecret must be a string",
                "\"k3JvQ9x2LmN8pR5tW1yZ\" | \"\" | auth.jwtSecret is missing",
                "\"a-good-one\" | \"\" | auth.password is missing",
                "\"a-good-one\" | \"x\", \"passwordHash\": \"$2b$10$short\" | auth.passwordHash must be a bcrypt hash",
                "\"https://one.example/v1\" | \"ftp://one.example\" | apiConfigs[0].endpoint must start with http",
                "\"https://one.example/v1\" | \"https://me:pw@one.example\" | apiConfigs[0].endpoint must not contain a user",
                "\"https://one.example/v1\" | \"https:///v1\" | apiConfigs[0].endpoint must name a host",
                "\"https://one.example/v1\" | \"https://one.example/#x\" | apiConfigs[0].endpoint must not contain a #",
                "\"one\" | \"\" | apiConfigs[0].id is missing",
                "\"sk-1\" | \"sk-1\", \"protocol\": \"telepathy\" | apiConfigs[0].protocol is not known",
                "\"templates\": [] | \"templates\": 5 | templates must be a list",
                "\"templates\": [] | \"templates\": [{\"id\":\"a\"},{\"id\":\"a\"}] | templates[1].id \"a\" is used twice",
                "\"templates\": [] | \"templates\": [], \"templates\": [] | not valid JSON",
            })
    void aWrongFieldStopsTheStartWithASentenceThatNamesIt(String part, String instead, String sentence)
            throws IOException {
        write(GOOD.replace(part, instead));
        assertThatThrownBy(this::open)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"7d\" | \"soon\" | auth.tokenExpiresIn 应为 1 分钟到 366 天之间的时长",
                "\"https://one.example/v1\" | \"https://one。example/v1\" | apiConfigs[0].endpoint 含有地址中不会出现的字符 “。” (U+3002)",
                "\"one\" | \"\" | apiConfigs[0].id 缺失",
                "\"sk-1\" | \"sk-1\", \"protocol\": \"telepathy\" | apiConfigs[0].protocol 不是已知的协议",
                "\"sk-1\" | \"sk-1\", \"budgetDaily\": \"much\" | apiConfigs[0].budgetDaily 应为 0 到 1000000 的美元金额",
                "\"k3JvQ9x2LmN8pR5tW1yZ\" | \"env:NOWHERE\" | auth.jwtSecret 引用的密钥不可用：环境变量 NOWHERE 未设置或为空",
                "\"templates\": [] | \"templates\": 5 | templates 应为数组",
            })
    void aWrongFieldOfAnEditIsNamedInChineseToo(String part, String instead, String sentence) throws IOException {
        write(GOOD);
        CurrentConfig config = open();
        write(GOOD.replace(part, instead));
        assertThat(config.refresh()).isFalse();
        assertThat(config.problem(Language.CHINESE))
                .hasValueSatisfying(problem -> assertThat(problem).startsWith(sentence));
    }

    @Test
    void everyWrongFieldIsNamedAtOnceOneOfAWrongTypeOnlyOnce() throws IOException {
        write("""
                {"auth": {"password": 5, "jwtSecret": "short", "tokenExpiresIn": "soon"},
                 "apiConfigs": [5, {"id": 7, "endpoint": {}, "budgetDaily": "much"}, {"id": "a", "endpoint": "ftp://a"}],
                 "templates": "none"}
                """);
        assertThatThrownBy(this::open)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("auth.password must be a string.")
                .hasMessageNotContaining("auth.password is missing")
                .hasMessageContaining("auth.jwtSecret must have at least 16 characters.")
                .hasMessageContaining("auth.tokenExpiresIn must be a time")
                .hasMessageContaining("apiConfigs[0] must be an object.")
                .hasMessageContaining("apiConfigs[1].id must be a string.")
                .hasMessageContaining("apiConfigs[1].endpoint must be a string.")
                .hasMessageContaining("apiConfigs[1].budgetDaily must be an amount")
                .hasMessageContaining("apiConfigs[2].endpoint must start with http")
                .hasMessageContaining("templates must be a list.");
    }

    @Test
    void aDocumentWithoutEndOfWrongTypesIsRefusedAfterTheFirstOnes() throws IOException {
        write("{\"auth\": {}, \"templates\": [%s5]}".formatted("5,".repeat(100_000)));
        assertThatThrownBy(this::open)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("templates[0] must be an object.");
    }

    @Test
    void whatTheApiWouldNotTakeButEarlierServersDidIsInUse() throws IOException {
        String label = "l".repeat(900);
        String prompt = "p".repeat(90_000);
        write(GOOD.replace("\"One\"", "\"" + label + "\"")
                .replace("https://one.example/v1", "https://one.example/v1?key=mine")
                .replace(
                        "\"templates\": []",
                        "\"templates\": [{\"id\": \"a b\", \"prompt\": \"" + prompt + "\", \"image\": \"1.png\"}]"));
        AppConfig config = open().current();
        assertThat(config.upstream("one").orElseThrow().label()).isEqualTo(label);
        assertThat(config.upstream("one").orElseThrow().address()).hasQuery("key=mine");
        assertThat(config.templates())
                .containsExactly(new AppConfig.Template("a b", "", prompt, "", "1.png", null, null, null));
    }

    @Test
    void amountsOfTheFileMayBeNumbersOrTexts() throws IOException {
        write(GOOD.replace("\"sk-1\"", "\"sk-1\", \"budgetDaily\": 2.50, \"budgetMonthly\": \"40\""));
        ApiConfigEntry one = open().current().upstream("one").orElseThrow();
        assertThat(WrittenAmount.parse(one.budgetDaily())).isEqualByComparingTo("2.50");
        assertThat(WrittenAmount.parse(one.budgetMonthly())).isEqualByComparingTo("40");
    }

    @ParameterizedTest
    @CsvSource({"Bearer sk-1, sk-1", "' bEARER\tsk-1\n', sk-1", "'\uFEFFsk-1\u200B', sk-1", "Bearer env:KEY, env:KEY"})
    void aKeyOfTheFileLosesWhatStandsAroundIt(String written, String key) throws IOException {
        write(GOOD.replace("\"sk-1\"", new ObjectMapper().writeValueAsString(written)));
        assertThat(open().current().upstream("one").orElseThrow().apiKey()).isEqualTo(key);
    }

    @Test
    void halfASurrogatePairInTheFileIsAReplacementCharacter() throws IOException {
        write(GOOD.replace("\"One\"", "\"One \\ud83d\""));
        assertThat(open().current().upstream("one").orElseThrow().label()).isEqualTo("One \uFFFD");
    }

    @ParameterizedTest
    @CsvSource({"12h, 43200", "7d, 604800", "30m, 1800", "3600, 3600", "90s, 90", "2w, 1209600", "' 12h ', 43200"})
    void lifetimesAreReadAsPeopleWriteThem(String written, long seconds) {
        assertThat(Auth.lifetime(written)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "59", "-1h", "1.5h", "400d", "12 hours", "999999999w"})
    void otherLifetimesAreRefused(String written) {
        assertThat(Auth.lifetime(written)).isEqualTo(Optional.empty());
    }

    /** A document whose place fails as long as there is a failure. */
    private static final class Failing implements ConfigDocument {
        private final ConfigDocument document;
        private Exception failure;

        Failing(ConfigDocument document) {
            this.document = document;
        }

        private ConfigDocument reached() throws IOException {
            if (failure instanceof IOException e) {
                throw e;
            }
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            return document;
        }

        @Override
        public String place() {
            return document.place();
        }

        @Override
        public Optional<Version> version() throws IOException {
            return reached().version();
        }

        @Override
        public Optional<State> read() throws IOException {
            return reached().read();
        }

        @Override
        public Optional<Version> write(byte[] content, Optional<Version> expected) throws IOException {
            return reached().write(content, expected);
        }
    }

    private CurrentConfig open() {
        return open(new FileConfigDocument(file), true);
    }

    private CurrentConfig open(ConfigDocument owned, boolean practice) {
        return new CurrentConfig(owned, 51130, practice, new SecretReferences(environment::get), announced::add);
    }

    private void writeByHand(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
