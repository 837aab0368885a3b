package studio.app.command;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import studio.backup.BackupException;
import studio.backup.Restore;
import studio.problem.Message;
import studio.settings.FolderSettings;

/** {@code image-studio restore FILE [--replace]}. */
final class RestoreCommand {
    private static final int BUFFER = 1 << 16;

    private final Terminal terminal;
    private final Restore restore;

    RestoreCommand(Terminal terminal, FolderSettings folders) {
        this.terminal = terminal;
        this.restore = new Restore(folders);
    }

    int run(List<String> words) throws IOException, BackupException, Arguments.MisusedException {
        Arguments arguments = Arguments.of(words, true, "--replace");
        String file = Objects.requireNonNull(arguments.file());
        Restore.Restored restored;
        try (InputStream in = new BufferedInputStream(
                file.equals("-") ? terminal.in() : Files.newInputStream(Path.of(file)), BUFFER)) {
            restored = restore.from(in, arguments.has("--replace"));
        }
        terminal.say(Message.of("command.restored", restored.createdAt(), restored.files(), restored.bytes()));
        for (Path kept : restored.kept()) {
            terminal.say(Message.of("command.moved_aside", kept));
        }
        if (!restored.withoutKey().isEmpty()) {
            String ids = String.join(", ", restored.withoutKey());
            terminal.say(Message.of("command.keys_missing", ids));
        }
        if (restored.password() != null) {
            terminal.say(Message.of("command.new_password", restored.password()));
        }
        return Commands.OK;
    }
}
