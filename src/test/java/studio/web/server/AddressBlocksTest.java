package studio.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressBlocksTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.168.1.7, 192.168.1.7, true",
        "192.168.1.7, 192.168.1.8, false",
        "fd00::/8, fdab::1, true",
        "fd00::/8, ::1, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
    })
    void anAddressBlockHoldsTheAddressesThatShareItsPrefix(String block, String address, boolean inside) {
        assertThat(AddressBlocks.parse(block).contain(AddressBlocks.address(address)))
                .isEqualTo(inside);
    }
}
