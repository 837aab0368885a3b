package studio.storage.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import studio.storage.Dialect;

class MigrationsTest {

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void allScriptsThatThereAreAreNamed(Dialect dialect) throws Exception {
        Path resources = Path.of("src/main/resources");
        Path folder = resources.resolve(dialect == Dialect.SQLITE ? "db/sqlite" : "db/postgresql");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(Migrations.scripts(dialect))
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> resources.relativize(file).toString())
                                    .toList());
        }
    }
}
