package studio.settings;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gives written values types and notes a sentence for each that makes no sense. */
final class ValueReader {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*([KMG]?)(?:I?B)?");
    private static final int SHOWN = 80;

    private static final Pattern BASE_PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]{1,64}){1,8}");

    /** Where the server's own addresses begin; a base called like one of them could not be told from it. */
    private static final Set<String> OWN = Set.of("api", "gallery", "q", "sandbox", "webui");

    private final List<String> problems = new ArrayList<>();

    List<String> problems() {
        return List.copyOf(problems);
    }

    long whole(String name, Optional<String> written, long standard, long least, long most) {
        Optional<String> text = present(written);
        if (text.isEmpty()) {
            return standard;
        }
        try {
            long value = Long.parseLong(text.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, with the same sentence as for a number out of range.
        }
        return bad(name, text.get(), "a whole number from " + least + " to " + most, standard);
    }

    Duration millis(String name, Optional<String> written, Duration standard, Duration least, Duration most) {
        Optional<String> text = present(written);
        if (text.isEmpty()) {
            return standard;
        }
        try {
            Duration value = Duration.ofMillis(Long.parseLong(text.get()));
            if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        String allowed = "a number of milliseconds from " + least.toMillis() + " to " + most.toMillis();
        return bad(name, text.get(), allowed, standard);
    }

    long size(String name, Optional<String> written, long standard, long least, long most) {
        Optional<String> text = present(written);
        if (text.isEmpty()) {
            return standard;
        }
        Matcher matcher = SIZE.matcher(text.get().toUpperCase(Locale.ROOT));
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            int shift =
                    switch (matcher.group(2)) {
                        case "K" -> 10;
                        case "M" -> 20;
                        case "G" -> 30;
                        default -> 0;
                    };
            if (number <= (most >> shift) && (number << shift) >= least) {
                return number << shift;
            }
        }
        String allowed = "a size such as 64M, 512K or a number of bytes, from " + least + " to " + most + " bytes";
        return bad(name, text.get(), allowed, standard);
    }

    /** A sum of money; null when absent. */
    @Nullable
    BigDecimal amount(String name, Optional<String> written) {
        Optional<String> text = present(written);
        if (text.isEmpty()) {
            return null;
        }
        BigDecimal value = Amounts.parse(text.get());
        return value == null ? bad(name, text.get(), Amounts.FORM, BigDecimal.ZERO) : value;
    }

    /** One of a few words, in small letters. */
    String choice(String name, Optional<String> written, String standard, List<String> words) {
        Optional<String> text = present(written).map(value -> value.toLowerCase(Locale.ROOT));
        if (text.isPresent() && !words.contains(text.get())) {
            return bad(name, text.get(), String.join(" or ", words), standard);
        }
        return text.orElse(standard);
    }

    boolean flag(String name, Optional<String> written, boolean standard) {
        Optional<String> text = present(written);
        if (text.isEmpty()) {
            return standard;
        }
        return switch (text.get().toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on" -> true;
            case "false", "0", "no", "off" -> false;
            default -> bad(name, text.get(), "true or false", standard);
        };
    }

    Path path(String name, Optional<String> written, String standard) {
        Optional<String> text = present(written);
        try {
            return Path.of(text.orElse(standard));
        } catch (InvalidPathException e) {
            return bad(name, text.orElse(standard), "a path", Path.of(standard));
        }
    }

    /** An http(s) address of another service, without a user and without what follows its path. */
    Optional<String> address(String name, Optional<String> written) {
        Optional<String> text = present(written);
        boolean fits = text.isEmpty() || isService(text.get());
        String allowed = "an address such as http://collector:4318";
        return fits ? text : bad(name, text.get(), allowed, Optional.empty());
    }

    private static boolean isService(String text) {
        try {
            URI address = new URI(text);
            return List.of("http", "https").contains(String.valueOf(address.getScheme()))
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** A path without a slash at its end; empty when absent or {@code /}. */
    String basePath(String name, Optional<String> written) {
        String path = present(written).orElse("").replaceFirst("/+$", "");
        boolean fits = path.isEmpty()
                || (BASE_PATH.matcher(path).matches()
                        && !OWN.contains(path.substring(1).split("/", 2)[0]));
        String allowed =
                "a path such as /studio, of letters, digits and . _ ~ -, that does not begin with /api, /gallery,"
                        + " /q, /sandbox or /webui";
        return fits ? path : bad(name, written.orElse(path).strip(), allowed, "");
    }

    /** Origins as browsers send them: scheme, host and port, nothing more; {@code *} is not accepted. */
    List<String> origins(String name, Optional<String> written) {
        String allowed = "origins such as https://studio.example.org or http://127.0.0.1:5173, separated by commas";
        return items(written)
                .map(item -> item.endsWith("/") ? item.substring(0, item.length() - 1) : item)
                .filter(item -> isOrigin(item) || bad(name, item, allowed, false))
                .toList();
    }

    List<String> addresses(String name, Optional<String> written) {
        String allowed = "IP addresses or CIDR blocks such as 172.16.0.0/12, separated by commas";
        return items(written)
                .filter(item -> isAddressBlock(item) || bad(name, item, allowed, false))
                .toList();
    }

    static Optional<String> present(Optional<String> written) {
        return written.map(String::strip).filter(text -> !text.isEmpty());
    }

    <T> T bad(String name, String value, String allowed, T instead) {
        String shown = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
        problems.add(name + " is \"" + shown + "\", but must be " + allowed + ".");
        return instead;
    }

    private static Stream<String> items(Optional<String> written) {
        return present(written).stream()
                .flatMap(text -> Stream.of(text.split("[,\\s]+", -1)))
                .filter(item -> !item.isEmpty());
    }

    private static boolean isOrigin(String text) {
        try {
            URI uri = new URI(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isAddressBlock(String text) {
        try {
            AddressBlock.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
