package studio;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.OptionalInt;
import studio.command.Commands;

/** Where the process begins: a command is done without the server; without one the server starts. */
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String... arguments) {
        withoutBrotli();
        if (arguments.length == 1 && arguments[0].equals(HealthProbe.OPTION)) {
            System.exit(HealthProbe.run(System.getenv("PORT"), System.getenv("STUDIO_BIND_ADDRESS")));
        }
        OptionalInt exit = Commands.run(arguments);
        if (exit.isPresent()) {
            System.exit(exit.getAsInt());
        }
        Quarkus.run(arguments);
    }

    /**
     * Keeps Netty from loading brotli4j's library, which would be unpacked into the temporary folder at each start and left there by a
     * killed process. Nothing asks for Brotli: answers are asked for as they are, and pages go out as gzip.
     */
    static void withoutBrotli() {
        System.setProperty("brotli4j.library.path", "none");
    }
}
