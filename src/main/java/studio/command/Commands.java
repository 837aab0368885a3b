package studio.command;

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
     * Does what the arguments ask for.
     *
     * @return the exit code; empty when the server is to be started
     */
    public static OptionalInt run(String... arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        return new Commands(new Terminal(System.in, out, err, english(System::getenv))).run(List.of(arguments));
    }

    OptionalInt run(List<String> arguments) {
        try {
            if (arguments.isEmpty()) {
                new Restore(Environment.ofProcess().get(FolderSettings.class)).finishInterrupted();
                return OptionalInt.empty();
            }
            return OptionalInt.of(command(arguments.getFirst(), arguments.subList(1, arguments.size())));
        } catch (UsageException e) {
            terminal.err().println(e.getMessage());
            terminal.err().println(help());
            return OptionalInt.of(MISUSED);
        } catch (BackupException e) {
            terminal.err().println(e.message(terminal.english()));
        } catch (ConfigurationException e) {
            terminal.err().println(e.getMessage());
        } catch (IOException | RuntimeException e) {
            terminal.note("失败：" + e, "It failed: " + e);
        }
        return OptionalInt.of(FAILED);
    }

    private int command(String word, List<String> rest) throws IOException, BackupException, UsageException {
        Environment environment = Environment.ofProcess();
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
                throw new UsageException(
                        terminal.english() ? "There is no command " + word + "." : "没有 " + word + " 这个命令。");
        };
    }

    private String help() {
        return terminal.english() ? """
                Image Studio %s
                  image-studio                              serves, on PORT (51130)
                  image-studio backup FILE [--with-keys]    copies everything into a tar, also beside a working server; - is the output
                  image-studio restore FILE [--replace]     puts a backup in place while no server runs; - is the input
                  image-studio --self-test [--json]         tries database, disk, image library, keys and what is built in
                  image-studio --health                     asks the running server whether it is ready
                  image-studio --version | --help
                STUDIO_CONFIG_FILE, STUDIO_DATA_DIR and STUDIO_GALLERY_DIR say where everything lies.""".formatted(Version.text()) : """
                Image Studio %s
                  image-studio                              启动服务，端口 PORT（51130）
                  image-studio backup FILE [--with-keys]    把全部内容备份为一个 tar 文件，服务运行时也可以；- 表示标准输出
                  image-studio restore FILE [--replace]     在服务停止时恢复备份；- 表示标准输入
                  image-studio --self-test [--json]         检查数据库、磁盘、图片库、密钥和内置资源
                  image-studio --health                     询问运行中的服务是否就绪
                  image-studio --version | --help
                STUDIO_CONFIG_FILE、STUDIO_DATA_DIR、STUDIO_GALLERY_DIR 指定各目录的位置。""".formatted(Version.text());
    }

    /** By the first of the variables that POSIX names for it. */
    static boolean english(Function<String, @Nullable String> environment) {
        return Stream.of("LC_ALL", "LC_MESSAGES", "LANG")
                .map(environment)
                .filter(Objects::nonNull)
                .filter(value -> !value.isEmpty())
                .findFirst()
                .map(value -> !value.startsWith("zh"))
                .orElse(true);
    }
}
