package studio.app.command;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.backup.BackupException;
import studio.backup.Restore;
import studio.picture.bucket.BucketSettings;
import studio.picture.bucket.PictureStores;
import studio.problem.Language;
import studio.problem.Message;
import studio.settings.Environment;
import studio.settings.FolderSettings;
import studio.storage.DatabaseSettings;

/**
 * Chooses by the first argument what the program does; without one it serves.
 *
 * @param language of the sentences
 */
public record Commands(InputStream in, PrintStream out, PrintStream err, Language language) {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int MISUSED = 2;

    /** Thrown for wrong arguments; the message names them. */
    static final class MisusedException extends Exception {
        MisusedException(String message) {
            super(message);
        }
    }

    /** Thrown when a command cannot do what it is asked for. */
    static final class FailedException extends Exception {
        private final transient Message sentence;

        FailedException(Message sentence) {
            super(sentence.in(Language.ENGLISH));
            this.sentence = sentence;
        }

        Message sentence() {
            return sentence;
        }
    }

    /**
     * What follows a command's word.
     *
     * @param file the one argument that is not an option; empty for a command that takes none
     */
    record Arguments(String file, Set<String> options) {

        /** @throws MisusedException for options that the command does not have, and for other than the files it wants */
        static Arguments of(List<String> words, int files, String... known) throws MisusedException {
            Set<String> options = new HashSet<>();
            String file = "";
            int found = 0;
            for (String word : words) {
                if (word.startsWith("--") && List.of(known).contains(word)) {
                    options.add(word);
                } else if (!word.startsWith("--") && found < files) {
                    file = word;
                    found++;
                } else {
                    throw new MisusedException("? " + word);
                }
            }
            if (found < files) {
                throw new MisusedException("FILE ?");
            }
            return new Arguments(file, options);
        }
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
        return new Commands(System.in, out, err, language(System::getenv)).run(settings, List.of(arguments));
    }

    OptionalInt run(List<Class<?>> settings, List<String> arguments) {
        Environment environment = Environment.ofProcess();
        try {
            if (arguments.isEmpty()) {
                environment.check(settings);
                FolderSettings folders = environment.get(FolderSettings.class);
                BucketSettings bucket = environment.get(BucketSettings.class);
                if (folders.bucket().isPresent() || bucket.given()) {
                    PictureStores.assertUsable(folders, bucket);
                }
                new Restore(
                                folders,
                                environment.get(DatabaseSettings.class).url(),
                                () -> PictureStores.open(folders, bucket))
                        .finishInterrupted();
                return OptionalInt.empty();
            }
            return OptionalInt.of(command(environment, arguments.getFirst(), arguments.subList(1, arguments.size())));
        } catch (MisusedException e) {
            err.println(e.getMessage());
            note(help());
            return OptionalInt.of(MISUSED);
        } catch (BackupException e) {
            note(e.message());
        } catch (FailedException e) {
            note(e.sentence());
        } catch (ConfigurationException e) {
            err.println(e.getMessage());
        } catch (IOException | RuntimeException e) {
            note(Message.of("command.failed", e));
        }
        return OptionalInt.of(FAILED);
    }

    private int command(Environment environment, String word, List<String> rest)
            throws IOException, BackupException, FailedException, MisusedException {
        switch (word) {
            case "backup" -> archives(environment).backup(rest);
            case "restore" -> archives(environment).restore(rest);
            case "config" ->
                new ConfigCommands(this, environment.get(FolderSettings.class), environment.get(DatabaseSettings.class))
                        .run(rest);
            case "self-test", "--self-test" -> {
                return new SelfTest(this, environment).run(rest);
            }
            case "version", "--version" -> out.println("Image Studio " + Environment.version());
            case "help", "--help", "-h" -> say(help());
            default ->
                throw new MisusedException(Message.of("command.unknown", word).in(language));
        }
        return OK;
    }

    private ArchiveCommands archives(Environment environment) {
        return new ArchiveCommands(
                this,
                environment.get(FolderSettings.class),
                environment.get(BucketSettings.class),
                environment.get(DatabaseSettings.class));
    }

    void say(Message message) {
        out.println(message.in(language));
    }

    /** Beside the output, which may be a backup. */
    void note(Message message) {
        err.println(message.in(language));
    }

    private static Message help() {
        return Message.of("command.help", Environment.version());
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
