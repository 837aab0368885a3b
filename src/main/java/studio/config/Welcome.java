package studio.config;

import java.nio.file.Path;
import studio.problem.Language;
import studio.problem.Message;

/** What is said once, when the studio has made its configuration. */
final class Welcome {
    private static final String LINE = "=".repeat(72);

    private Welcome() {}

    static String text(String password, Path file) {
        Message welcome = Message.of(
                "config.welcome", LINE, password, file.toAbsolutePath().normalize());
        return welcome.in(Language.ENGLISH);
    }
}
