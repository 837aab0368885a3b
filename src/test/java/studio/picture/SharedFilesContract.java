package studio.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.picture.SharedFiles.Kind;
import studio.picture.SharedFiles.Shared;
import studio.settings.FolderSettings;
import studio.settings.TestSettings;

/** What every keeper of shared files does, for two processes whose data folders are their own unless there is only one. */
abstract class SharedFilesContract {
    private static final Duration LONG = Duration.ofDays(1);

    @TempDir
    Path root;

    SharedFiles here;
    SharedFiles there;

    /** As the process with this data folder has it. */
    abstract SharedFiles open(String process) throws IOException;

    @BeforeEach
    void open() throws IOException {
        here = open("here");
        there = open("there");
    }

    Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(root, "received", ""), content);
    }

    static FolderSettings folders(Path root, String process, Map<String, String> environment) {
        return TestSettings.folders(root.resolve(process), environment);
    }

    @Test
    void whatOneProcessKeepsTheOthersFind() throws Exception {
        Path received = file("picture");
        here.keep(Kind.INPUT, "a.png", received);

        assertThat(received).doesNotExist();
        for (SharedFiles files : new SharedFiles[] {here, there}) {
            Shared found = files.look(Kind.INPUT, "a.png").orElseThrow();
            assertThat(found.name()).isEqualTo("a.png");
            assertThat(found.size()).isEqualTo(7);
            assertThat(found.modified())
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(5));
            assertThat(files.find(Kind.INPUT, "a.png").orElseThrow()).hasContent("picture");
        }
    }

    @Test
    void kindsAndNamesAreApart() throws Exception {
        here.keep(Kind.INPUT, "a", file("x"));

        assertThat(there.look(Kind.TEMPLATE, "a")).isEmpty();
        assertThat(there.find(Kind.TEMPLATE, "a")).isEmpty();
        assertThat(there.find(Kind.INPUT, "b")).isEmpty();
        assertThat(names(there, Kind.TEMPLATE)).isEmpty();
    }

    @Test
    void allAreListed() throws Exception {
        assertThat(names(here, Kind.TEMPLATE)).isEmpty();
        here.keep(Kind.TEMPLATE, "a", file("x"));
        there.keep(Kind.TEMPLATE, "b", file("xy"));

        assertThat(names(here, Kind.TEMPLATE)).containsExactlyInAnyOrder("a", "b");
        assertThat(names(there, Kind.TEMPLATE)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void onlyWhatIsOlderIsRemoved() throws Exception {
        here.keep(Kind.INPUT, "a", file("x"));
        assertThat(there.delete(Kind.INPUT, "a", Instant.now().minus(LONG))).isFalse();
        assertThat(there.find(Kind.INPUT, "a")).isPresent();

        assertThat(there.delete(Kind.INPUT, "a", Instant.now().plus(LONG))).isTrue();

        assertThat(there.look(Kind.INPUT, "a")).isEmpty();
        assertThat(there.find(Kind.INPUT, "a")).isEmpty();
        assertThat(there.delete(Kind.INPUT, "a", Instant.now().plus(LONG))).isFalse();
        assertThat(names(here, Kind.INPUT)).isEmpty();
    }

    @Test
    void whatIsGoneCannotBeRenewed() throws Exception {
        assertThat(here.renew(Kind.INPUT, "a")).isFalse();
        here.keep(Kind.INPUT, "a", file("x"));
        Instant kept = here.look(Kind.INPUT, "a").orElseThrow().modified();

        assertThat(there.renew(Kind.INPUT, "a")).isTrue();

        Optional<Shared> renewed = open("another").look(Kind.INPUT, "a");
        assertThat(renewed).isPresent();
        assertThat(renewed.get().modified()).isAfterOrEqualTo(kept.minusSeconds(1));
        assertThat(there.find(Kind.INPUT, "a").orElseThrow()).hasContent("x");
    }

    @Test
    void keepingAgainChangesNothing() throws Exception {
        here.keep(Kind.INPUT, "a", file("x"));
        there.keep(Kind.INPUT, "a", file("x"));

        assertThat(here.find(Kind.INPUT, "a").orElseThrow()).hasContent("x");
        assertThat(names(here, Kind.INPUT)).containsExactly("a");
    }

    @Test
    void removingCopiesLosesNothing() throws Exception {
        here.keep(Kind.INPUT, "a", file("x"));
        assertThat(there.find(Kind.INPUT, "a")).isPresent();

        int unused = here.removeCopies(Instant.now().plus(LONG));
        unused = there.removeCopies(Instant.now().plus(LONG));

        assertThat(here.find(Kind.INPUT, "a").orElseThrow()).hasContent("x");
        assertThat(there.find(Kind.INPUT, "a").orElseThrow()).hasContent("x");
    }

    @Test
    void aNameLeadsNowhereElse() {
        for (String name : new String[] {"../a", "a/b", ".a", ""}) {
            assertThatIllegalArgumentException().isThrownBy(() -> here.find(Kind.INPUT, name));
        }
    }

    static List<String> names(SharedFiles files, Kind kind) {
        try (Stream<Shared> all = files.list(kind)) {
            return all.map(Shared::name).toList();
        }
    }
}
