package studio.web.server;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** Addresses and CIDR blocks of addresses. */
public record AddressBlocks(List<AddressBlock> blocks) {

    /** Reads {@code TRUSTED_PROXIES}. */
    @RegisterForReflection
    public static final class Form extends studio.settings.Form<AddressBlocks> {
        public Form() {
            super("IP addresses or CIDR blocks such as 172.16.0.0/12, separated by commas");
        }

        @Override
        public AddressBlocks convert(String text) {
            return new AddressBlocks(Arrays.stream(text.split("[,\\s]+", -1))
                    .filter(item -> !item.isEmpty())
                    .map(AddressBlock::parse)
                    .toList());
        }
    }

    public boolean contain(InetAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }
}
