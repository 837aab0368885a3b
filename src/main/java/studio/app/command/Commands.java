package studio.app.command;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.backup.BackupException;
import studio.backup.Restore;
import studio.imaging.ImageSettings;
import studio.problem.Language;
import studio.problem.Message;
import studio.settings.Environment;
import studio.settings.FolderSettings;
import studio.settings.Version;

/** Chooses by the first argument what the program does; without one it serves. */
public final class Commands {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int MISUSED = 2;

    private final Terminal terminal;

    Commands(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Does what the arguments ask for. Before the server's start it checks the environment and finishes a restore.
     *
     * @param settings all mappings of the environment
     * @return the exit code; empty when the server is to be started
     */
    public static OptionalInt run(List<Class<?>> settings, String... arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        return new Commands(new Terminal(System.in, out, err, language(System::getenv)))
                .run(settings, List.of(arguments));
    }

    OptionalInt run(List<Class<?>> settings, List<String> arguments) {
        Environment environment = Environment.ofProcess();
        try {
            if (arguments.isEmpty()) {
                environment.check(settings);
                new Restore(environment.get(FolderSettings.class)).finishInterrupted();
                return OptionalInt.empty();
            }
            return OptionalInt.of(command(environment, arguments.getFirst(), arguments.subList(1, arguments.size())));
        } catch (Arguments.MisusedException e) {
            terminal.err().println(e.getMessage());
            terminal.err().println(help());
            return OptionalInt.of(MISUSED);
        } catch (BackupException e) {
            terminal.err().println(e.message().in(terminal.language()));
        } catch (ConfigurationException e) {
            terminal.err().println(e.getMessage());
        } catch (IOException | RuntimeException e) {
            terminal.note(Message.of("command.failed", e));
        }
        return OptionalInt.of(FAILED);
    }

    private int command(Environment environment, String word, List<String> rest)
            throws IOException, BackupException, Arguments.MisusedException {
        return switch (word) {
            case "backup" -> new BackupCommand(terminal, environment.get(FolderSettings.class)).run(rest);
            case "restore" -> new RestoreCommand(terminal, environment.get(FolderSettings.class)).run(rest);
            case "self-test", "--self-test" ->
                new SelfTest(terminal, environment.get(FolderSettings.class), environment.get(ImageSettings.class))
                        .run(rest);
            case "version", "--version" -> {
                terminal.out().println("Image Studio " + Version.text());
                yield OK;
            }
            case "help", "--help", "-h" -> {
                terminal.out().println(help());
                yield OK;
            }
            default ->
                throw new Arguments.MisusedException(
                        Message.of("command.unknown", word).in(terminal.language()));
        };
    }

    private String help() {
        return Message.of("command.help", Version.text()).in(terminal.language());
    }

    /** By the first of the variables that POSIX names for it. */
    static Language language(Function<String, @Nullable String> environment) {
        return Stream.of("LC_ALL", "LC_MESSAGES", "LANG")
                .map(environment)
                .filter(Objects::nonNull)
                .filter(value -> !value.isEmpty())
                .findFirst()
                .map(value -> value.startsWith("zh") ? Language.CHINESE : Language.ENGLISH)
                .orElse(Language.ENGLISH);
    }
}
