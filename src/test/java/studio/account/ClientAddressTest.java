package studio.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.settings.TestSettings;
import studio.web.server.AddressBlocks;
import studio.web.server.HttpSettings;

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
        ClientAddress addresses =
                new ClientAddress(TestSettings.of(HttpSettings.class, Map.of("TRUSTED_PROXIES", "10.0.0.0/8")));
        assertThat(addresses.of(AddressBlocks.address(peer), forwardedFor == null ? List.of() : List.of(forwardedFor)))
                .hasValueSatisfying(found -> assertThat(found.getHostAddress()).isEqualTo(client));
    }
}
