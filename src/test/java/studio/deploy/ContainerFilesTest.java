package studio.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.deploy.Dockerfile.Instruction;

/** The rules of hadolint that matter here, named by its numbers, and what this product promises of its image. */
class ContainerFilesTest {
    private static final Set<String> KEYWORDS = Set.of(
            "ARG",
            "FROM",
            "LABEL",
            "WORKDIR",
            "COPY",
            "RUN",
            "ENV",
            "USER",
            "EXPOSE",
            "VOLUME",
            "HEALTHCHECK",
            "ENTRYPOINT");

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
    void dockerfilesKeepTheRules(String name) throws IOException {
        Dockerfile file = Dockerfile.read(Path.of(name));
        assertThat(file.instructions()).extracting(Instruction::keyword).isSubsetOf(KEYWORDS);
        assertThat(file.all("FROM")).allSatisfy(from -> {
            String image = from.words().stream()
                    .filter(word -> !word.startsWith("--"))
                    .findFirst()
                    .orElseThrow();
            assertThat(image).as("DL3006, DL3007: a tag that says which").matches("[a-z0-9./-]+:[\\w.-]*\\d[\\w.-]*");
        });
        assertThat(file.all("WORKDIR")).as("DL3000").allMatch(workdir -> workdir.rest()
                .startsWith("/"));
        assertThat(file.all("RUN")).as("DL3004, DL3008, DL4001").noneMatch(run -> run.rest()
                .matches(".*\\b(sudo|apt-get|apk|curl|wget)\\b.*"));
        assertThat(file.all("ENTRYPOINT")).as("DL3025, DL4004").hasSize(1).allMatch(entry -> entry.rest()
                .startsWith("[\""));
        assertThat(file.all("HEALTHCHECK"))
                .hasSize(1)
                .allMatch(check ->
                        check.rest().contains("CMD [\"") && check.rest().contains("--health"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
    void theImageRunsAsNobodyOfImportanceAndWritesToItsThreeFoldersOnly(String name) throws IOException {
        List<Instruction> image = Dockerfile.read(Path.of(name)).image();
        assertThat(image.stream().filter(i -> i.keyword().equals("USER")).map(Instruction::rest))
                .as("DL3002")
                .containsExactly("1001:1001");
        assertThat(image.stream().filter(i -> i.keyword().equals("VOLUME")).map(Instruction::rest))
                .containsExactly("[\"/app/config\", \"/app/data\", \"/app/gallery\"]");
        assertThat(image.stream().filter(i -> i.keyword().equals("EXPOSE")).map(Instruction::rest))
                .containsExactly("51130");
        assertThat(image.stream().filter(i -> i.keyword().equals("LABEL")).map(Instruction::rest))
                .singleElement()
                .asString()
                .contains("org.opencontainers.image.title", "org.opencontainers.image.licenses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
    void whatIsCopiedExistsAndIsNotIgnored(String name) throws IOException {
        Dockerfile file = Dockerfile.read(Path.of(name));
        Set<String> stages = file.all("FROM").stream()
                .map(from -> from.rest().replaceFirst(".*\\bAS\\s+", ""))
                .collect(Collectors.toSet());
        for (Instruction copy : file.all("COPY")) {
            List<String> words =
                    copy.words().stream().filter(word -> !word.startsWith("--")).toList();
            String from = copy.words().stream()
                    .filter(word -> word.startsWith("--from="))
                    .findFirst()
                    .orElse("");
            if (from.isEmpty()) {
                for (String source : words.subList(0, words.size() - 1)) {
                    assertThat(Path.of(source)).as("DL3022").exists();
                    assertThat(inContext(source)).as(source + " in the context").isTrue();
                }
            } else {
                assertThat(stages).as("DL3023").contains(from.substring("--from=".length()));
            }
        }
    }

    /** What npm, Maven and the scripts need of {@code src-ui} and {@code src/main} is in the context, secrets and pictures are not. */
    @Test
    void theContextHoldsNothingOfTheUsers() {
        assertThat(List.of("config", "data", "gallery", ".git", "src-ui/node_modules", "target"))
                .noneMatch(ContainerFilesTest::inContext);
        assertThat(List.of("src-ui/vite.config.ts", "src/main/resources/application.properties", ".mvn/jvm.config"))
                .allMatch(ContainerFilesTest::inContext);
    }

    @Test
    void composeRunsTheImageLockedDown() throws IOException {
        JsonNode compose =
                new YAMLMapper().readTree(Path.of("docker-compose.yml").toFile());
        assertThat(compose.path("services").properties()).hasSize(1);
        JsonNode service = compose.path("services").path("image-studio");
        assertThat(service.path("container_name").asText()).isEqualTo("image-studio");
        assertThat(Path.of(service.path("build").path("dockerfile").asText().replaceAll("^.*:-|}$", "")))
                .exists();
        assertThat(service.path("ports"))
                .singleElement()
                .extracting(JsonNode::asText)
                .asString()
                .endsWith(":51130:51130");
        assertThat(service.path("volumes"))
                .extracting(JsonNode::asText)
                .containsExactly("./config:/app/config", "./data:/app/data", "./gallery:/app/gallery");
        assertThat(service.path("read_only").asBoolean()).isTrue();
        assertThat(service.path("cap_drop")).extracting(JsonNode::asText).containsExactly("ALL");
        assertThat(service.path("security_opt")).extracting(JsonNode::asText).containsExactly("no-new-privileges:true");
        assertThat(service.path("tmpfs").get(0).asText()).startsWith("/tmp:");
        Set<String> set = new HashSet<>();
        service.path("environment").fieldNames().forEachRemaining(set::add);
        set.remove("TZ");
        assertThat(DocumentedSettings.names()).containsAll(set);
        assertThat(service.fieldNames())
                .toIterable()
                .contains("mem_limit", "cpus", "pids_limit", "stop_grace_period", "restart", "logging");
    }

    @Test
    void composeRunsInstancesOfOneCluster() throws IOException {
        JsonNode compose =
                new YAMLMapper().readTree(Path.of("config/compose/cluster.yml").toFile());
        JsonNode alone = new YAMLMapper()
                .readTree(Path.of("docker-compose.yml").toFile())
                .at("/services/image-studio");
        JsonNode instance = compose.path("x-instance");
        for (String locked : List.of("read_only", "cap_drop", "security_opt", "pids_limit", "stop_grace_period")) {
            assertThat(instance.path(locked)).as(locked).isEqualTo(alone.path(locked));
        }
        Set<String> set = new HashSet<>();
        instance.path("environment").fieldNames().forEachRemaining(set::add);
        set.removeAll(Set.of("TZ", "OPENROUTER_API_KEY"));
        assertThat(DocumentedSettings.names()).containsAll(set);
        // Secrets come from outside, and a missing one stops the start.
        assertThat(List.of("STUDIO_DATABASE_URL", "STUDIO_S3_SECRET_KEY", "STUDIO_PASSWORD", "STUDIO_JWT_SECRET"))
                .allSatisfy(secret -> assertThat(
                                instance.path("environment").path(secret).asText())
                        .contains(":?}"));

        // Each has a data folder of its own, and nginx knows them all.
        Set<String> folders = new HashSet<>();
        Set<String> names = new HashSet<>();
        compose.path("services").properties().forEach(service -> {
            if (service.getKey().startsWith("studio-")) {
                names.add(service.getKey());
                folders.add(service.getValue().path("volumes").get(0).asText());
            }
        });
        assertThat(names).hasSize(3).hasSameSizeAs(folders);
        assertThat(folders).allMatch(folder -> folder.endsWith(":/app/data"));
        Set<String> balanced = Pattern.compile("server (studio-\\d):51130")
                .matcher(Files.readString(Path.of("config/compose/nginx.conf")))
                .results()
                .map(server -> server.group(1))
                .collect(Collectors.toSet());
        assertThat(balanced).isEqualTo(names);
        assertThat(compose.at("/services/nginx/volumes/0").asText()).startsWith("./nginx.conf:");
        for (String server : List.of("nginx", "postgres", "s3")) {
            assertThat(compose.at("/services/" + server + "/image").asText()).containsPattern(":\\d");
        }
    }

    /** A process that has run out of memory ends, and whoever started it starts it again. */
    @Test
    void outOfMemoryEndsTheProcessWhereverItIsStarted() throws IOException {
        String flag = "-XX:+ExitOnOutOfMemoryError";
        assertThat(Dockerfile.read(Path.of("Dockerfile.native")).all("ENTRYPOINT"))
                .singleElement()
                .extracting(Instruction::rest)
                .asString()
                .contains(flag);
        assertThat(Files.readString(Path.of("src/main/scripts/jvm-flags.sh"))).contains(flag);
        assertThat(Files.readString(Path.of("config/systemd/image-studio.service")))
                .containsPattern("ExecStart=.*" + java.util.regex.Pattern.quote(flag))
                .contains("Restart=on-failure");
        JsonNode compose =
                new YAMLMapper().readTree(Path.of("docker-compose.yml").toFile());
        assertThat(compose.at("/services/image-studio/restart").asText()).isEqualTo("unless-stopped");
    }

    /** Whether {@code .dockerignore} lets it through: as in Docker, the last matching line decides. */
    private static boolean inContext(String path) {
        String clean = path.replaceAll("/$", "");
        boolean in = true;
        try {
            for (String raw : Files.readAllLines(Path.of(".dockerignore"))) {
                String line = raw.strip();
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                boolean keeps = line.startsWith("!");
                String pattern = keeps ? line.substring(1) : line;
                Path asked = Path.of(clean);
                for (Path part = asked; part != null; part = part.getParent()) {
                    if (FileSystems.getDefault()
                            .getPathMatcher("glob:" + pattern)
                            .matches(part)) {
                        in = keeps;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return in;
    }
}
