package studio.web.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import studio.web.server.AddressBlocks;

class ConnectionPlacesTest {
    private final ConnectionPlaces places = new ConnectionPlaces(100, AddressBlocks.parse("203.0.113.9"));

    @Test
    void aSiteHasAQuarterOfThePlacesAndGetsThemBack() {
        assertThat(entered("198.51.100.1", 100)).isEqualTo(25);
        assertThat(entered("198.51.100.2", 1)).isEqualTo(1);
        places.leave(AddressBlocks.address("198.51.100.1"));
        assertThat(entered("198.51.100.1", 100)).isEqualTo(1);
    }

    @Test
    void theAddressesOfOneIpv6SiteShareOneQuarter() {
        int let = 0;
        for (int i = 1; i <= 100; i++) {
            let += entered("2001:db8::" + Integer.toHexString(i), 1);
        }
        assertThat(let).isEqualTo(25);
        assertThat(entered("2001:db8:0:1::1", 1)).isEqualTo(1);
    }

    @Test
    void strangersLeavePlacesForTheOwnNetworkAndThatForThisMachine() {
        int strangers = 0;
        for (int i = 1; i <= 250; i++) {
            strangers += entered("198.51." + i + ".1", 1);
        }
        assertThat(strangers).isEqualTo(90);
        assertThat(entered("2001:db8::1", 1)).isZero();
        assertThat(entered("10.0.0.7", 3)).isEqualTo(3);
        assertThat(entered("fd00::7", 10)).isEqualTo(2);
        assertThat(entered("203.0.113.9", 1)).isZero();
        assertThat(entered("127.0.0.1", 3)).isEqualTo(3);
        assertThat(entered("::1", 10)).isEqualTo(2);
        assertThat(entered("127.0.0.1", 1)).isZero();
    }

    @Test
    void aTrustedProxyBringsManyPeopleAndHasNoShare() {
        assertThat(entered("203.0.113.9", 200)).isEqualTo(95);
    }

    @Test
    void thisMachineMayHaveAllPlaces() {
        assertThat(entered("127.0.0.1", 200)).isEqualTo(100);
    }

    private int entered(String from, int times) {
        InetAddress address = AddressBlocks.address(from);
        int let = 0;
        for (int i = 0; i < times; i++) {
            let += places.enter(address) ? 1 : 0;
        }
        return let;
    }
}
