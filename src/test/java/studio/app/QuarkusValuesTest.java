package studio.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuarkusValuesTest {

    @ParameterizedTest
    @CsvSource({
        "4000, 1048576, 4000",
        "4000, 1024, 624",
        "100, 1024, 100",
        "4000, 64, 16",
    })
    void connectionsLeaveOpenFilesForTheRest(long asked, long openFiles, long most) {
        assertThat(QuarkusValues.connections(asked, openFiles)).isEqualTo(most);
    }
}
