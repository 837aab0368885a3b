package studio.practice.answer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestJsonTest {
    @ParameterizedTest
    @MethodSource("studio.testing.NotText#samples")
    void bytesThatAreNoTextAreRefused(byte[] body) {
        assertThatThrownBy(() -> RequestJson.read(new ByteArrayInputStream(body), name -> name))
                .isInstanceOf(Refusal.class);
    }
}
