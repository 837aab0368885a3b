package studio.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsTokenTest {
    private final MetricsToken token = new MetricsToken(Optional.of("0123456789abcdef"));

    @Test
    void opensForItsOwnTextAlone() {
        assertThat(token.matches("Bearer 0123456789abcdef")).isTrue();
        assertThat(token.matches("bearer  0123456789abcdef")).isTrue();
        assertThat(token.matches("Bearer 0123456789abcdeF")).isFalse();
        assertThat(token.matches("0123456789abcdef")).isFalse();
        assertThat(token.matches("Bearer ")).isFalse();
        assertThat(token.matches(null)).isFalse();
    }

    @Test
    void opensForNobodyWhereThereIsNone() {
        assertThat(new MetricsToken(Optional.empty()).matches("Bearer ")).isFalse();
    }
}
