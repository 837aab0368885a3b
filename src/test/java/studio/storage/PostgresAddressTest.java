package studio.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.settings.TestSettings;

class PostgresAddressTest {

    @Test
    void anAddressHasItsParts() {
        PostgresAddress address =
                read("postgresql://studio:s%40cr%2Bet+1@db.example:6432/pictures?sslmode=verify-full");

        assertThat(address.user()).isEqualTo("studio");
        assertThat(address.password()).isEqualTo("s@cr+et+1");
        assertThat(address.jdbcUrl())
                .startsWith("jdbc:postgresql://db.example:6432/pictures?")
                .endsWith("&sslmode=verify-full")
                .contains("logServerErrorDetail=false")
                .doesNotContain("cr");
        assertThat(address.place()).isEqualTo("db.example:6432/pictures");
        assertThat(address).hasToString("studio@db.example:6432/pictures");
    }

    @Test
    void withoutOneThereIsNone() {
        assertThat(TestSettings.of(DatabaseSettings.class).url()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db.example",
                "jdbc:postgresql://u:hunter2@db/studio",
                "mysql://u:hunter2@db/studio",
                "postgresql://db/studio",
                "postgresql://u@db/studio",
                "postgresql://u:@db/studio",
                "postgresql://u:hunter2@db",
                "postgresql://u:hunter2@db/",
                "postgresql://u:hunter2@/studio",
                "postgresql://u:hunter2@db/studio?sslmode=on",
                "postgresql://u:hunter2@db/studio?ssl=true",
                "postgresql://u:hunter2@db/studio?sslmode=require&socketFactory=x.Y",
                "postgresql://u:hunter2%@db/studio",
                "postgresql://u:hunter2@db/studio#x",
            })
    void anythingElseStopsTheStartWithASentenceThatShowsNoPassword(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("STUDIO_DATABASE_URL must be postgresql://user:password@host:5432/database")
                .hasMessageNotContaining("hunter2");
    }

    private static PostgresAddress read(String text) {
        return TestSettings.of(DatabaseSettings.class, Map.of("STUDIO_DATABASE_URL", text))
                .url()
                .orElseThrow();
    }
}
