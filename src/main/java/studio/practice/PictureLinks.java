package studio.practice;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import studio.config.SandboxKey;
import studio.practice.painting.Motif;
import studio.practice.painting.Order;

/**
 * Links to pictures that need no key, as some upstreams give them: the link itself says what to draw, is signed and ends
 * after ten minutes, so nothing is stored for it.
 */
@Singleton
class PictureLinks {
    static final Duration LIFE = Duration.ofMinutes(10);

    private final byte[] secret;
    private final Clock clock;

    @jakarta.inject.Inject
    PictureLinks(SandboxKey key) {
        this(key, Clock.systemUTC());
    }

    PictureLinks(SandboxKey key, Clock clock) {
        this.secret = key.value().getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
    }

    /** The last part of the link's path. */
    String name(Commission commission) {
        Order order = commission.order();
        List<String> parts = new ArrayList<>(List.of(
                Integer.toString(order.width()),
                Integer.toString(order.height()),
                Long.toHexString(order.seed()),
                Long.toHexString(order.tint()),
                Long.toString(clock.instant().plus(LIFE).getEpochSecond()),
                Integer.toString(commission.quality())));
        order.motifs().stream().map(Motif::name).sorted().forEach(parts::add);
        String body = String.join("_", parts);
        return body + "." + sign(body + commission.jpeg()) + (commission.jpeg() ? ".jpg" : ".png");
    }

    /** What a link asks for; empty when it is not ours or has ended. */
    Optional<Commission> read(String name) {
        String[] pieces = name.split("\\.", -1);
        if (pieces.length != 3) {
            return Optional.empty();
        }
        boolean jpeg = "jpg".equals(pieces[2]);
        byte[] expected = sign(pieces[0] + jpeg).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, pieces[1].getBytes(StandardCharsets.UTF_8))) {
            return Optional.empty();
        }
        String[] parts = pieces[0].split("_", -1);
        if (clock.instant().isAfter(Instant.ofEpochSecond(Long.parseLong(parts[4])))) {
            return Optional.empty();
        }
        Set<Motif> motifs = EnumSet.noneOf(Motif.class);
        for (int i = 6; i < parts.length; i++) {
            motifs.add(Motif.valueOf(parts[i]));
        }
        return Optional.of(new Commission(
                new Order(
                        Integer.parseInt(parts[0]),
                        Integer.parseInt(parts[1]),
                        Long.parseUnsignedLong(parts[2], 16),
                        motifs,
                        Long.parseUnsignedLong(parts[3], 16)),
                jpeg,
                Integer.parseInt(parts[5])));
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }
}
