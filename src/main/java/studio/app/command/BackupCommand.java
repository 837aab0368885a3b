package studio.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import studio.backup.Backup;
import studio.backup.BackupException;
import studio.files.AtomicFiles;
import studio.problem.Message;
import studio.settings.FolderSettings;

/** {@code image-studio backup FILE [--with-keys]}. */
final class BackupCommand {
    private final Terminal terminal;
    private final FolderSettings folders;

    BackupCommand(Terminal terminal, FolderSettings folders) {
        this.terminal = terminal;
        this.folders = folders;
    }

    int run(List<String> words) throws IOException, BackupException, Arguments.MisusedException {
        Arguments arguments = Arguments.of(words, true, "--with-keys");
        String file = Objects.requireNonNull(arguments.file());
        try (Backup backup = Backup.begin(folders, arguments.has("--with-keys"))) {
            Backup.Written written = file.equals("-") ? toOutput(backup) : toFile(backup, Path.of(file));
            terminal.note(Message.of("command.backed_up", written.files(), written.bytes()));
            for (String missing : written.missing()) {
                terminal.note(Message.of("command.deleted_meanwhile", missing));
            }
            if (!arguments.has("--with-keys")) {
                terminal.note(Message.of("command.secrets_left_out"));
            }
        }
        return Commands.OK;
    }

    private Backup.Written toOutput(Backup backup) throws IOException {
        Backup.Written written = backup.writeTo(terminal.out());
        if (terminal.out().checkError()) {
            throw new IOException("The output was closed");
        }
        return written;
    }

    private static Backup.Written toFile(Backup backup, Path file) throws IOException {
        AtomicReference<Backup.@Nullable Written> written = new AtomicReference<>();
        AtomicFiles.write(file, out -> written.set(backup.writeTo(out)));
        return Objects.requireNonNull(written.get());
    }
}
