package studio.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.settings.AddressBlock;
import studio.settings.Settings;

class ClientAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "198.51.100.7 | 203.0.113.9 | 198.51.100.7",
                "10.0.0.1 | | 10.0.0.1",
                "10.0.0.1 | 203.0.113.9 | 203.0.113.9",
                "10.0.0.1 | 1.1.1.1, 203.0.113.9 | 203.0.113.9",
                "10.0.0.1 | 203.0.113.9, 10.0.0.2 | 203.0.113.9",
                "10.0.0.1 | 203.0.113.9:4711 | 203.0.113.9",
                "10.0.0.1 | [2001:db8::1]:4711 | 2001:db8:0:0:0:0:0:1",
                "10.0.0.1 | nonsense, 10.0.0.2 | 10.0.0.2",
            })
    void onlyTrustedProxiesAreBelieved(String peer, String forwardedFor, String client) {
        ClientAddress addresses = new ClientAddress(new Settings(
                new Settings.Http(1, "0.0.0.0", 1, List.of(), List.of("10.0.0.0/8"), false, Duration.ZERO, ""),
                new Settings.Folders(Path.of("c"), Path.of("d"), Path.of("g")),
                new Settings.Upstream(Duration.ZERO, 0, Duration.ZERO, false),
                new Settings.Tasks(1, 1, Duration.ZERO, Duration.ZERO, null),
                new Settings.Pictures(1, false, null, Duration.ZERO),
                Settings.Budget.NONE,
                new Settings.Disk(0, 0, 0, 0),
                1,
                false));
        assertThat(addresses.of(AddressBlock.address(peer), forwardedFor == null ? List.of() : List.of(forwardedFor)))
                .hasValueSatisfying(found -> assertThat(found.getHostAddress()).isEqualTo(client));
    }
}
