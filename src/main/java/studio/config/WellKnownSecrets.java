package studio.config;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Passwords and secrets that everybody knows: from example files and documentation. They protect nothing. */
final class WellKnownSecrets {
    private static final Set<String> KNOWN = Set.of(
            "admin",
            "changeme",
            "changeit",
            "change-me",
            "default",
            "letmein",
            "password",
            "passwd",
            "please-change-me",
            "qwerty",
            "secret",
            "super-secret-string",
            "test",
            "12345",
            "123456",
            "12345678",
            "123456789",
            "1234567890");
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "(please[-_ ]?)?(change|replace)[-_ ]?(me|this|it).*|your[-_ ].*|<.*>|example[-_ ].*|(.)\\4*");

    private WellKnownSecrets() {}

    static boolean contains(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        return KNOWN.contains(plain) || PLACEHOLDER.matcher(plain).matches();
    }
}
