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
        if (arguments.length == 1 && arguments[0].equals(HealthProbe.OPTION)) {
            System.exit(HealthProbe.run(System.getenv("PORT"), System.getenv("STUDIO_BIND_ADDRESS")));
        }
        OptionalInt exit = Commands.run(arguments);
        if (exit.isPresent()) {
            System.exit(exit.getAsInt());
        }
        Quarkus.run(arguments);
    }
}
